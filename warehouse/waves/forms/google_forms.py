"""The form as a script that makes it in Google Forms.

Google Forms takes in no file. Its own Apps Script makes a form from a list of
questions, within the account that runs it and with no key handed to anybody.
"""

from __future__ import annotations

import json
from typing import Any

from warehouse.waves.forms.fields import FIELDS, UNIT
from warehouse.waves.forms.form import Form, Item
from warehouse.waves.forms.labels import answer_labels, choice_label, unit_label
from warehouse.words import Words

_SCRIPT = """\
// {lead}
const FORM = {form};

function makeForm() {{
  const form = FormApp.create(FORM.title).setDescription(FORM.description);
  form.setCollectEmail(false).setConfirmationMessage(FORM.thanks);
  FORM.questions.forEach(function (question) {{
    const item = question.choices
      ? form.addMultipleChoiceItem().setChoiceValues(question.choices)
      : form.addTextItem();
    item.setTitle(question.title).setRequired(question.required);
    if (question.pattern) {{
      item.setValidation(
        FormApp.createTextValidation()
          .setHelpText(question.help)
          .requireTextMatchesPattern(question.pattern)
          .build()
      );
    }}
  }});
  Logger.log(form.getEditUrl());
}}
"""


def google_forms(form: Form, words: Words) -> bytes:
    """The script; its question texts are the headings of the answers.

    Args:
        form: What is asked.
        words: The language of everything but the questions.
    """
    content = {
        "title": words("waves.forms.title", wave=form.wave_code),
        "description": words("waves.forms.lead"),
        "thanks": words("waves.paper.thanks"),
        "questions": [*_about(form, words), *(_asked(i, words) for i in form.items)],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2)
    lead = words("waves.forms.google_lead", version=form.version)
    return _SCRIPT.format(lead=lead, form=text).encode()


def _about(form: Form, words: Words) -> list[dict[str, Any]]:
    units = [unit_label(code, name) for code, name in form.units]
    ballot = {
        "title": words("waves.forms.ballot_id"),
        "required": True,
        "pattern": f"^{form.number_pattern}$",
        "help": words("waves.forms.wrong_ballot"),
    }
    about = [
        {
            "title": words(f"waves.forms.fields.{field.name}"),
            "required": False,
            "choices": [choice_label(value, words) for value in field.choices.values()],
        }
        for field in FIELDS
    ]
    unit = words(f"waves.forms.fields.{UNIT}")
    return [ballot, {"title": unit, "required": True, "choices": units}, *about]


def _asked(item: Item, words: Words) -> dict[str, Any]:
    labels = list(answer_labels(item, words).values())
    return {"title": item.text, "required": True, "choices": labels}

"""The form as a survey structure of LimeSurvey 6 (.lss).

The layout is that of LimeSurvey's own export: tables of rows, texts by language apart
from codes. Answers are anonymous, keep no address, and have the day they were sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as Xml

from warehouse.waves.forms.fields import BALLOT, FIELDS, UNIT, VERSION, WAVE
from warehouse.waves.forms.form import Form
from warehouse.waves.forms.labels import answer_labels, choice_label, unit_label
from warehouse.waves.forms.limesurvey_codes import (
    answer_codes,
    is_answer_code,
    question_codes,
)
from warehouse.words import Words

DB_VERSION = "600"
"""Of the layout with texts by language apart, as LimeSurvey 6 writes it."""
_SURVEY = "100000"
"""Number within the file; LimeSurvey gives its own."""
_LIST, _TEXT, _FIXED = "L", "S", "*"
"""Types of question: one of a list, a short text, a value nobody sees."""
_THEMES = {_LIST: "listradio", _TEXT: "shortfreetext", _FIXED: "equation"}
_SETTINGS = {
    "gsid": "1",
    "format": "A",
    "template": "inherit",
    "anonymized": "Y",
    "datestamp": "Y",
    "ipaddr": "N",
    "refurl": "N",
    "savetimings": "N",
    "usecookie": "N",
    "allowsave": "N",
    "shownoanswer": "N",
    "showxquestions": "N",
    "showqnumcode": "X",
    "usetokens": "N",
    "listpublic": "N",
}
_Row = dict[str, str]


@dataclass
class _Survey:
    """Tables of a structure, filled question by question."""

    lang: str
    codes: Mapping[str, str]
    tables: dict[str, list[_Row]] = field(default_factory=dict)
    group: str = ""

    def begin(self, name: str) -> None:
        """Starts a group of questions."""
        number = len(self.tables.get("groups", ())) + 1
        self.group = str(number)
        place = {"gid": self.group, "sid": _SURVEY, "group_order": str(number)}
        self.add("groups", place | {"randomization_group": "", "grelevance": "1"})
        self._say("group_l10ns", {"gid": self.group, "group_name": name})

    def ask(
        self,
        name: str,
        text: str,
        type_: str,
        *,
        pattern: str = "",
        is_needed: bool = False,
        choices: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Adds a question, and the codes and texts it can be answered by."""
        number = str(len(self.tables.get("questions", ())) + 1)
        row = {
            "qid": number,
            "parent_qid": "0",
            "sid": _SURVEY,
            "gid": self.group,
            "type": type_,
            "title": self.codes[name],
            "preg": pattern,
            "other": "N",
            "mandatory": "Y" if is_needed else "N",
            "encrypted": "N",
            "question_order": number,
            "scale_id": "0",
            "same_default": "0",
            "relevance": "1",
            "question_theme_name": _THEMES[type_],
        }
        self.add("questions", row)
        self._say("question_l10ns", {"qid": number, "question": text, "help": ""})
        if type_ == _FIXED:
            hidden = {"qid": number, "attribute": "hidden", "value": "1"}
            self.add("question_attributes", hidden | {"language": ""})
        for place, (code, label) in enumerate(choices, 1):
            answer = str(len(self.tables.get("answers", ())) + 1)
            self.add(
                "answers",
                {
                    "aid": answer,
                    "qid": number,
                    "code": code,
                    "sortorder": str(place),
                    "assessment_value": "0",
                    "scale_id": "0",
                },
            )
            self._say("answer_l10ns", {"aid": answer, "answer": label})

    def add(self, table: str, row: _Row) -> None:
        """Adds a row as it is."""
        self.tables.setdefault(table, []).append(row)

    def _say(self, table: str, row: _Row) -> None:
        """Adds a row of texts in the survey's language."""
        number = str(len(self.tables.get(table, ())) + 1)
        self.add(table, {"id": number, **row, "language": self.lang})


def limesurvey(form: Form, words: Words) -> bytes:
    """The survey structure that LimeSurvey takes in.

    Args:
        form: What is asked.
        words: The language of everything but the questions.
    """
    survey = _Survey(words.lang, question_codes(form))
    _settings(survey, form, words)
    survey.begin(words("waves.forms.about"))
    _about(survey, form, words)
    survey.begin(words("waves.forms.rating"))
    for item in form.items:
        choices = list(answer_labels(item, words).items())
        survey.ask(item.code, item.text, _LIST, is_needed=True, choices=choices)
    return _written(survey)


def _settings(survey: _Survey, form: Form, words: Words) -> None:
    survey.add("surveys", {"sid": _SURVEY, "language": words.lang, **_SETTINGS})
    title = words("waves.forms.title", wave=form.wave_code)
    named = {"surveyls_survey_id": _SURVEY, "surveyls_language": words.lang}
    lead = {"surveyls_welcometext": words("waves.forms.lead")}
    thanks = {"surveyls_endtext": words("waves.paper.thanks")}
    texts = named | {"surveyls_title": title} | lead | thanks
    survey.add("surveys_languagesettings", texts | {"surveyls_dateformat": "5"})


def _about(survey: _Survey, form: Form, words: Words) -> None:
    number = f"/^{form.number_pattern}$/"
    text = words("waves.forms.ballot_id")
    survey.ask(BALLOT, text, _TEXT, pattern=number, is_needed=True)
    survey.ask(WAVE, form.wave_code, _FIXED)
    survey.ask(VERSION, form.version, _FIXED)
    unit = words(f"waves.forms.fields.{UNIT}")
    if all(is_answer_code(code) for code, _ in form.units):
        named = [(code, unit_label(code, name)) for code, name in form.units]
        survey.ask(UNIT, unit, _LIST, is_needed=True, choices=named)
    else:
        survey.ask(UNIT, unit, _TEXT, is_needed=True)
    for one in FIELDS:
        label = words(f"waves.forms.fields.{one.name}")
        choices = [
            (code, choice_label(value, words))
            for code, value in answer_codes(one).items()
        ]
        survey.ask(one.name, label, _LIST, choices=choices)


def _written(survey: _Survey) -> bytes:
    """The tables as XML, each with the names of its columns first."""
    document = Xml.Element("document")
    Xml.SubElement(document, "LimeSurveyDocType").text = "Survey"
    Xml.SubElement(document, "DBVersion").text = DB_VERSION
    languages = Xml.SubElement(document, "languages")
    Xml.SubElement(languages, "language").text = survey.lang
    for name, rows in sorted(survey.tables.items()):
        table = Xml.SubElement(document, name)
        fields = Xml.SubElement(table, "fields")
        for column in rows[0]:
            Xml.SubElement(fields, "fieldname").text = column
        held = Xml.SubElement(table, "rows")
        for row in rows:
            element = Xml.SubElement(held, "row")
            for column, value in row.items():
                Xml.SubElement(element, column).text = value
    Xml.indent(document, " ")
    made: bytes = Xml.tostring(document, encoding="UTF-8", xml_declaration=True)
    return made

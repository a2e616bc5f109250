"""What can be asked of the desk: every act by its name, each giving plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ingest.desk.load_card import load_card, read_again
from ingest.desk.mapping_spec import keep_mapping, try_mapping
from ingest.desk.mending.mend_book import refused_book
from ingest.desk.mending.mend_row import mend_row
from ingest.desk.proposal import propose
from ingest.desk.publish import build_and_publish
from ingest.desk.questions.amend import amend
from ingest.desk.questions.equal_layouts import choose_layout
from ingest.desk.questions.unit_names import confirm_names
from ingest.desk.template import template
from ingest.desk.typed_row import add_row
from ingest.desk.understand import understand
from warehouse.custody.front_key import Signer
from warehouse.desk.jobs import Job
from warehouse.settings import Settings

Progress = Callable[[str, int, int], None]
"""Called with the step, how many are done, and how many there are (0: not known)."""
Act = Callable[[Settings, Job, Progress], Mapping[str, Any]]

SignedAct = Callable[[Settings, Job, Progress, Signer | None], Mapping[str, Any]]

ACTS: Mapping[str, Act] = {
    "understand": understand,
    "propose": propose,
    "try": try_mapping,
    "keep": keep_mapping,
    "amend": amend,
    "choose_layout": choose_layout,
    "confirm_names": confirm_names,
    "refused_book": refused_book,
    "build": build_and_publish,
    "template": template,
}
LOOKING_ACTS = frozenset(("understand", "propose", "try", "refused_book", "template"))
"""Acts that change nothing in raw: they are tried again while it is being loaded."""
SIGNED_ACTS: Mapping[str, SignedAct] = {
    "load": load_card,
    "read_again": read_again,
    "mend_row": mend_row,
    "add_row": add_row,
}
"""Acts that load; with the Front's key what they load of its waves is signed."""

"""Reads a spec: YAML, checked against its form, then against the raw kinds."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import ValidationError

from ingest.files.text import heading_key
from ingest.spec.form.refusal import form_refusal
from ingest.spec.form.spec import SpecForm
from ingest.spec.kind_rule import kind_rules
from ingest.spec.own_headings import OWN_KEYS
from ingest.spec.scales import scale_of, shipped_scales
from ingest.spec.spec import AddresseeRule, Spec
from ingest.spec.spec_checks import check_spec
from ingest.spec.strict_yaml import read_yaml
from warehouse.errors import SpecError

SPECS_DIR = Path(__file__).parents[1] / "specs"


def read_spec(path: Path) -> Spec:
    """Reads and checks one spec.

    Raises:
        SpecError: The spec is missing, or breaks a rule; the message names the
            place in the file, the value, the rule and what to do.
    """
    body = read_yaml(path)
    try:
        form = SpecForm.model_validate(body)
    except ValidationError as error:
        text = path.read_text(encoding="utf-8-sig")
        raise form_refusal(error, path.name, text) from error
    spec = _spec(form, hashlib.sha256(path.read_bytes()).hexdigest(), path.name)
    check_spec(spec, path.name)
    return spec


def shipped_specs(folder: Path = SPECS_DIR) -> list[Spec]:
    """All specs of a folder, by name."""
    return [read_spec(path) for path in sorted(folder.glob("*.yml"))]


def _spec(form: SpecForm, sha256: str, file_name: str) -> Spec:
    scales = dict(shipped_scales())
    scales |= {name: scale_of(name, scale) for name, scale in form.scales.items()}
    try:
        kinds = tuple(
            rule for kind in form.kinds for rule in kind_rules(kind, scales, form.empty)
        )
    except SpecError as error:
        thing = f"{file_name}: {error.thing}"
        raise SpecError(thing, error.value, error.rule, error.next_step) from error
    return Spec(
        name=form.spec,
        title={"vi": form.title.vi, "en": form.title.en},
        sha256=sha256,
        read=form.read,
        file_name=form.file_name,
        title_block=tuple(form.title_block or ()),
        personal=frozenset(map(heading_key, form.personal)),
        ignore=frozenset(map(heading_key, form.ignore)) | OWN_KEYS,
        is_strict=form.unknown_headings == "refuse",
        kinds=kinds,
        addressee=_addressee(form),
    )


def _addressee(form: SpecForm) -> AddresseeRule | None:
    found = form.addressee
    if found is None:
        return None
    sides = (found.applicant, found.owner, found.address)
    return AddresseeRule(*map(tuple, sides))

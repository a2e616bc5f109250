"""What a person should know of a file although its rows were loaded.

A column that stays empty, a day in 1980, ballots nobody filled in: no rule is broken,
and yet silence would be wrong. A notice has a code, what its words name, how many rows
it is about, and the first of their lines; the
`words/load_notices.*.yml` of the warehouse say it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from warehouse.masking import covered
from warehouse.raw.notices import notice_text

MAX_LINES = 3


@dataclass(frozen=True)
class Notice:
    """One thing to know of a file.

    Attributes:
        code: What it is.
        params: What its words name, JSON.
        n: Rows it is about; 0 if it is about the file.
        lines: First lines of these.
    """

    code: str
    params: str = "{}"
    n: int = 0
    lines: tuple[int, ...] = ()

    @classmethod
    def of(cls, code: str, n: int, lines: Iterable[int], **params: str) -> Notice:
        """A notice about rows, whose words name `params`."""
        return replace(cls.of_file(code, **params), n=n, lines=tuple(lines))

    @classmethod
    def of_file(cls, code: str, **params: str) -> Notice:
        """A notice about the file, whose words name `params`."""
        return cls(code, json.dumps(params, ensure_ascii=False, sort_keys=True))

    def masked(self) -> Notice:
        """The notice as it may be kept: words of a cell without phones and numbers."""
        given = json.loads(self.params)
        if "text" in given:
            given["text"] = covered(given["text"], "vi")
        return replace(self, params=Notice.of_file(self.code, **given).params)

    def as_text(self, lang: str) -> str:
        """The notice in vi or en."""
        return notice_text(self.code, self.params, self.n, self.place, lang)

    @property
    def place(self) -> str:
        """The first lines, as raw keeps them."""
        return ", ".join(map(str, self.lines))

    def as_dict(self) -> Mapping[str, object]:
        """Plain data, for `--json`."""
        given = json.loads(self.params)
        return {"code": self.code, "n": self.n, "lines": self.lines, **given}


def gathered(notices: Iterable[Notice]) -> Iterator[Notice]:
    """Notices of several chunks, those of one thing together."""
    found: dict[tuple[str, str], Notice] = {}
    for notice in notices:
        key = (notice.code, notice.params)
        before = found.get(key, replace(notice, n=0, lines=()))
        lines = (*before.lines, *notice.lines)[:MAX_LINES]
        found[key] = replace(before, n=before.n + notice.n, lines=lines)
    yield from found.values()

"""What was broken on purpose, so that tests know it from what broke by itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Broken:
    """One record that must be refused.

    Attributes:
        file: File name.
        kind: Raw kind the record would have become.
        key: Code of the case, ballot or petition.
        column: Raw column at fault.
        value: The value as the file has it.
    """

    file: str
    kind: str
    key: str
    column: str
    value: str


@dataclass
class Planted:
    """Everything planted while the files are written.

    Attributes:
        broken: Records that must be refused.
        n_repeated: Records that stand twice, by file name.
        invented: Wave, interviewer and number of ballots that nobody was asked.
    """

    broken: list[Broken] = field(default_factory=list)
    n_repeated: dict[str, int] = field(default_factory=dict)
    invented: dict[str, object] = field(default_factory=dict)

    def breaks(self, path: Path, kind: str, key: str, column: str, value: str) -> None:
        """Notes a record that must be refused."""
        self.broken.append(Broken(path.name, kind, key, column, value))

    def repeats(self, path: Path, n: int) -> None:
        """Notes records that stand twice in a file or in an earlier one."""
        self.n_repeated[path.name] = self.n_repeated.get(path.name, 0) + n

    def as_dict(self) -> dict[str, object]:
        """For `truth.json`."""
        return {
            "broken": [asdict(one) for one in self.broken],
            "n_repeated": dict(sorted(self.n_repeated.items())),
            "invented_ballots": self.invented,
        }

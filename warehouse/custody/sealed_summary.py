"""The public summary of a released wave: one page of HTML under the Front's seal.

All of the page but its last paragraph is what the Front signed; that paragraph holds
the digest of the text before it, the signature and the public half of the key, and no
free words. Whoever has the file and the public half can check it, without a home.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import asdict, dataclass

from warehouse.custody.changed_rows import Fault
from warehouse.custody.front_key import Signer, key_of
from warehouse.custody.releases import Release
from warehouse.custody.signed_rows import digest_of
from warehouse.errors import CustodyError

_ABOUT = re.compile(r'<meta name="thanthien-summary" content="([^"]*)">')
_SEAL = re.compile(
    r'\A(?P<text>.*\n)<p class="seal" data-key="(?P<key>[0-9a-f]{64})"'
    r' data-signature="(?P<signature>[0-9a-f]{128})">'
    r"sha256 (?P<digest>[0-9a-f]{64})</p>\n</body>\n</html>\n\Z",
    re.DOTALL,
)


@dataclass(frozen=True)
class About:
    """Which release a summary is of.

    Attributes:
        wave_code: The wave.
        edition: Edition of its release.
        figures: Digest of the figures that the release names.
    """

    wave_code: str
    edition: int
    figures: str

    @property
    def meta(self) -> str:
        """The element that says it, for the head of the page."""
        text = html.escape(json.dumps(asdict(self), sort_keys=True))
        return f'<meta name="thanthien-summary" content="{text}">'


@dataclass(frozen=True)
class Summary:
    """A summary as its file says, true or not.

    Attributes:
        text: What is signed.
        about: The release it names.
        digest: The digest it prints.
        signature: The signature it holds.
        public_key: The public half it names.
    """

    text: str
    about: About
    digest: str
    signature: str
    public_key: str


def about_release(release: Release) -> About:
    """What a summary of a release says of it."""
    return About(release.wave_code, release.edition, release.figures)


def sealed(text: str, signer: Signer) -> str:
    """A page with its seal.

    Args:
        text: The page up to its last paragraph, with `About.meta` in its head.
        signer: The Front's opened key.
    """
    text = text.rstrip("\n") + "\n"
    return (
        f'{text}<p class="seal" data-key="{signer.public_key}"'
        f' data-signature="{signer.sign(text)}">'
        f"sha256 {digest_of(text)}</p>\n</body>\n</html>\n"
    )


def read_summary(content: bytes, name: str) -> Summary:
    """Reads a file as a summary.

    Args:
        content: Its bytes.
        name: Its name, for the refusal.

    Raises:
        CustodyError: It is none.
    """
    rule = "a page that ends with the Front's seal, as the Front gave it out"
    step = "take the file from the Front anew, unchanged"
    try:
        found = _SEAL.match(content.decode())
        if found is None:
            raise CustodyError("file", name, rule, step)
        [about] = _ABOUT.findall(found["text"])
        release = About(**json.loads(html.unescape(about)))
    except (UnicodeDecodeError, ValueError, TypeError) as error:
        raise CustodyError("file", name, rule, step) from error
    return Summary(
        found["text"], release, found["digest"], found["signature"], found["key"]
    )


def summary_faults(
    summary: Summary, public_key: str, released: Release | None
) -> list[Fault]:
    """What of a summary is not as the Front signed it.

    Args:
        summary: The summary.
        public_key: The Front's public half, 64 hex digits.
        released: The last release of the wave in this home; None where there is none.

    Raises:
        CustodyError: It is no public half.
    """
    code = summary.about.wave_code
    key = key_of(public_key)
    is_said = {
        "sha256": summary.digest == digest_of(summary.text),
        "key": summary.public_key == key.public_key,
        "signature": key.is_signature(summary.signature, summary.text),
        "release": released is None or about_release(released) == summary.about,
    }
    return [Fault("summary", code, name) for name, so in is_said.items() if not so]

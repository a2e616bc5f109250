"""Which provider a province's single sign-on is, from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from warehouse.errors import ThanThienError
from warehouse.stores.state import refuse_if_shared


@dataclass(frozen=True)
class OidcSettings:
    """The provider, from `THANTHIEN_OIDC_*`.

    Attributes:
        metadata_url: `…/.well-known/openid-configuration`.
        client_id: Name the provider knows us by.
        client_secret: Our secret, from the file `…_CLIENT_SECRET_FILE`.
        name: What people call the sign-on; stands on the button.
        scope: Scopes to ask for.
        groups_claim: Claim with the groups looked up in `identity_map`.
        officer_claim: Claim with the officer code.
    """

    metadata_url: str
    client_id: str
    client_secret: str
    name: str = "SSO"
    scope: str = "openid profile"
    groups_claim: str = "groups"
    officer_claim: str = "officer_code"

    @classmethod
    def from_environment(cls) -> OidcSettings | None:
        """Reads the settings; None when no provider is named.

        Raises:
            ThanThienError: The provider is not reached by HTTPS, or the secret
                lies in a file that others may read.
        """
        url = os.environ.get("THANTHIEN_OIDC_METADATA_URL", "")
        if not url:
            return None
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
            rule = "the provider is reached by HTTPS"
            raise ThanThienError("THANTHIEN_OIDC_METADATA_URL", url, rule, "correct it")
        found = {
            name: os.environ[f"THANTHIEN_OIDC_{name.upper()}"]
            for name in ("client_id", "name", "scope", "groups_claim", "officer_claim")
            if f"THANTHIEN_OIDC_{name.upper()}" in os.environ
        }
        return cls(**{"client_id": "thanthien", **found}, **_secret(), metadata_url=url)


def _secret() -> dict[str, str]:
    name = "THANTHIEN_OIDC_CLIENT_SECRET_FILE"
    path = Path(os.environ.get(name, ""))
    if not path.is_file():
        rule = "a file with the client secret"
        raise ThanThienError(name, str(path), rule, "name the file, mode 600")
    refuse_if_shared(path)
    return {"client_secret": path.read_text("utf-8").strip()}

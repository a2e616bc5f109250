"""Single sign-on of a province by OpenID Connect: code flow with PKCE and nonce.

Only proves who somebody is. What they may see comes from `identity_map`, and
afterwards they have the same server-side session as everybody else: revoking it
does not depend on the provider.
"""

from __future__ import annotations

import time
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import httpx
from anyio import to_thread
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth, StarletteOAuth2App
from joserfc.errors import JoseError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from dashboard.server import login_page
from dashboard.server.login import Door, local_path
from dashboard.server.oidc_settings import OidcSettings
from dashboard.server.settings import ServerSettings
from warehouse.people.sign_in import Claims, sign_in_by_claims
from warehouse.settings import Settings
from warehouse.stores.keys import derived_key

PATH = "/login/sso"
FLOW_SECONDS = 600
MAX_FLOWS = 1000
MAX_SUBJECT_LENGTH = 255  # OpenID Connect Core 1.0, section 2
SIGNED_BY_PROVIDER = ("RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "EdDSA")
"""Never `none`, and never a signature the client itself could have made."""


class SingleSignOn:
    """The two routes of the single sign-on.

    Args:
        settings: Names the stores.
        server: By which address people come.
        oidc: The provider.
        door: Opens the session and shows refusals.
    """

    def __init__(
        self,
        settings: Settings,
        server: ServerSettings,
        oidc: OidcSettings,
        door: Door,
    ) -> None:
        self._settings = settings
        self._server = server
        self._oidc = oidc
        self._door = door
        registry = OAuth(cache=_Flows())
        self._client: StarletteOAuth2App = registry.register(
            "province",
            client_id=oidc.client_id,
            client_secret=oidc.client_secret,
            server_metadata_url=oidc.metadata_url,
            client_kwargs={
                "scope": oidc.scope,
                "code_challenge_method": "S256",
                "timeout": 10,
            },
        )

    def routes(self) -> list[BaseRoute]:
        """The way out to the provider and the way back."""
        flow = Middleware(
            SessionMiddleware,
            secret_key=derived_key(self._settings, "single sign-on").hex(),
            session_cookie="thanthien_sso",
            max_age=FLOW_SECONDS,
            path=PATH,
            same_site="lax",  # the way back is a link from the provider's page
            https_only=self._server.is_https,
        )
        routes = [Route("/start", self.leave), Route("/callback", self.come_back)]
        app = Starlette(routes=routes, middleware=[flow])
        return [Mount(PATH, app)]

    async def leave(self, request: Request) -> Response:
        """Sends the person to the provider."""
        request.session["next"] = local_path(request.query_params.get("next", "/"))
        origin = self._server.origin(request.headers["host"].lower())
        try:
            await self._load_metadata()
            response: Response = await self._client.authorize_redirect(
                request, f"{origin}{PATH}/callback"
            )
        except (httpx.HTTPError, AuthlibBaseError, ValueError, RuntimeError):
            return self._message(request, "sso_failed", 503)
        return response

    async def come_back(self, request: Request) -> Response:
        """Checks what the provider says and opens a session, or refuses."""
        try:
            metadata = await self._load_metadata()
            token = await self._client.authorize_access_token(
                request, claims_options=self._expected(metadata)
            )
        except (httpx.HTTPError, OSError):
            return self._message(request, "sso_failed", 503)
        except (AuthlibBaseError, JoseError, ValueError, RuntimeError, KeyError):
            return self._message(request, "sso_refused", 400)
        said = token.get("userinfo")
        if not said or not _is_subject(said.get("sub")):
            return self._message(request, "sso_refused", 400)
        sign_in = partial(sign_in_by_claims, self._settings, self._claims(said))
        identity = await to_thread.run_sync(sign_in)
        if identity is None:
            return self._message(request, "sso_refused", 403)
        next_path = str(request.session.pop("next", "/"))
        return await self._door.opened(request, identity, next_path)

    async def _load_metadata(self) -> dict[str, Any]:
        metadata: dict[str, Any] = await self._client.load_server_metadata()
        offered = metadata.get("id_token_signing_alg_values_supported", ["RS256"])
        safe = [name for name in offered if name in SIGNED_BY_PROVIDER]
        metadata["id_token_signing_alg_values_supported"] = safe
        return metadata

    def _expected(self, metadata: dict[str, Any]) -> dict[str, Any]:
        return {
            "iss": {"essential": True, "value": metadata["issuer"]},
            "aud": {"essential": True, "value": self._oidc.client_id},
            "exp": {"essential": True},
        }

    def _claims(self, said: dict[str, Any]) -> Claims:
        groups = said.get(self._oidc.groups_claim) or []
        groups = groups if isinstance(groups, list) else [groups]
        code = said.get(self._oidc.officer_claim)
        name = said.get("name") or said.get("preferred_username") or said["sub"]
        return Claims(
            # Whole: two people whose names begin alike are not one account.
            subject=f"sso:{urlsplit(said['iss']).netloc}/{said['sub']}",
            display_name=str(name)[:100],
            groups=tuple(str(group) for group in groups),
            officer_code=str(code) if code else None,
        )

    def _message(self, request: Request, word: str, status: int) -> Response:
        lang = self._door.language_of(request)
        return HTMLResponse(login_page.message_page(lang, word), status)


def _is_subject(name: object) -> bool:
    return isinstance(name, str) and 0 < len(name) <= MAX_SUBJECT_LENGTH


class _Flows:
    """What was asked of the provider, kept here until the person comes back.

    The browser holds only the name of its own flow; each is used once.
    """

    def __init__(self) -> None:
        self._open: dict[str, tuple[float, str]] = {}

    async def get(self, key: str) -> str | None:
        expires_at, value = self._open.get(key, (0.0, ""))
        return value if expires_at > time.monotonic() else None

    async def set(self, key: str, value: str, _expires_in: int) -> None:
        while len(self._open) >= MAX_FLOWS:
            self._open.pop(next(iter(self._open)))
        self._open[key] = (time.monotonic() + FLOW_SECONDS, value)

    async def delete(self, key: str) -> None:
        self._open.pop(key, None)

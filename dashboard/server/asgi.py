"""The dashboard as an ASGI application: the gate, the door, and Streamlit inside.

For an ASGI server of your own: `uvicorn dashboard.server.asgi:app`. Never
`streamlit run`.
"""

from __future__ import annotations

import gc
from importlib import import_module
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from streamlit.web.bootstrap import load_config_options

from dashboard.server.gate import Gate
from dashboard.server.library.first_visit import pack_route
from dashboard.server.library.streamlit_files import Library
from dashboard.server.login import Door, build_door
from dashboard.server.oidc_settings import OidcSettings
from dashboard.server.second_factor import SecondFactorPage
from dashboard.server.settings import ServerSettings, streamlit_options
from dashboard.server.shell import Shell, page_routes
from dashboard.views_by_role import VIEWS
from dashboard.words import LANGUAGES, words_of
from warehouse.demo_accounts import close_demo_accounts
from warehouse.settings import Settings
from warehouse.stores.state import refuse_if_data_shared

SCRIPT = Path(__file__).parents[1] / "app.py"
# Python looks through all it holds for unreachable cycles whenever some thousand new
# objects stand: beside Plotly, SciPy and what is kept of a build that takes a quarter
# of a second, in the middle of somebody's click.
COLLECT_AFTER = (50_000, 20, 20)


def build_app(
    settings: Settings, server: ServerSettings, *, script: Path = SCRIPT
) -> st.App:
    """Puts Streamlit behind the gate.

    Args:
        settings: Names the stores.
        server: Where it listens and by which address people come.
        script: The entry page.
    """
    load_config_options(streamlit_options(settings, server))
    _import_pages()
    _collect_seldom()
    oidc = OidcSettings.from_environment()
    door = Door(settings, server, oidc.name if oidc else "")
    further: list[BaseRoute] = SecondFactorPage(settings, door).routes()
    if oidc:
        # Imported only where there is a provider: it costs half a second.
        from dashboard.server.oidc import SingleSignOn

        further += SingleSignOn(settings, server, oidc, door).routes()
    gate = Middleware(
        Gate, door=build_door(door, further), settings=settings, server=server
    )
    shell = Middleware(Shell, lang=settings.lang)
    middleware = [gate, Middleware(Library), shell]
    routes = [*page_routes(), pack_route()]
    return st.App(script, routes=routes, middleware=middleware)


def close_to_others(settings: Settings, server: ServerSettings) -> None:
    """Before anybody comes: nobody else reads the files, no printed password opens.

    Raises:
        ThanThienError: Other users of the machine may read the data.
    """
    refuse_if_data_shared(settings)
    if server.is_public:
        close_demo_accounts(settings)


def _import_pages() -> None:
    # Plotly, the words and the rest take seconds: before the door opens.
    for view in VIEWS:
        import_module(f"dashboard.views.{view.file}.page")
    for lang in LANGUAGES:
        words_of(lang)


def _collect_seldom() -> None:
    """Looks for cycles seldom, and not at all in what is imported and stays."""
    gc.collect()
    gc.freeze()
    if gc.get_threshold() < COLLECT_AFTER:
        gc.set_threshold(*COLLECT_AFTER)


def __getattr__(name: str) -> st.App:
    """Makes `app` when a server asks for it, not when the module is imported."""
    if name != "app":
        raise AttributeError(name)
    settings = Settings.from_environment()
    server = ServerSettings.from_environment("127.0.0.1", 8501)
    close_to_others(settings, server)
    return build_app(settings, server)

"""Streamlit's own files from memory: the same content, only for who is signed in."""

from __future__ import annotations

import re

from dashboard.server import streamlit_files
from tests.security.server import Server
from warehouse.people import sessions


def test_a_file_arrives_packed_and_is_what_streamlit_holds(server: Server) -> None:
    token = server.session("anna")
    with server.client() as client:
        client.cookies["thanthien"] = token
        assert client.get("/").status_code == 200
        path = next(p for p in streamlit_files._files() if p.endswith(".css"))
        answer = client.get(path)
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.content == streamlit_files._files()[path].read_bytes()


def test_figures_wait_for_words_and_then_come_whole(server: Server) -> None:
    path = streamlit_files.figures_path()
    with server.client() as client:
        client.cookies["thanthien"] = server.session("anna")
        first, whole = client.get(path), client.get(f"{path}?whole")
    assert "export default" in first.text
    assert len(first.content) < 2000
    assert whole.content == streamlit_files._files()[path].read_bytes()
    # What stands in the place of a module must export all that it does.
    exports = re.search(r"export\{([^}]*)\};?\s*$", whole.text)
    assert exports is not None
    names = {part.split(" as ")[-1] for part in exports[1].split(",")}
    assert names == {"PlotlyChart", "default"}


def test_a_session_that_ended_opens_no_page(server: Server) -> None:
    token = server.session("anna")
    with server.client() as client:
        client.cookies["thanthien"] = token
        assert client.get("/").status_code == 200
        sessions.end_session(server.settings, token)
        # Files that hold nothing of ours may still come for a moment.
        for path in ("/page.js", "/page.css", "/media/x", "/_stcore/health"):
            assert client.get(path).status_code == 401


def test_no_file_without_a_session(server: Server) -> None:
    with server.client() as client:
        for path in [*streamlit_files._files()][:20]:
            assert client.get(path).status_code == 401


def test_the_parts_of_a_page_are_fetched_early() -> None:
    head = streamlit_files.page_head()
    for part in ("Html.", "Selectbox.", "TextInput.", "ButtonGroup."):
        assert f"/static/js/{part}" in head
    assert "PlotlyChart" not in head

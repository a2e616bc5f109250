"""Streamlit's own files from memory: the same content, only for who is signed in."""

from __future__ import annotations

import json
import re

import pytest

from dashboard.server.library import figures, first_visit, streamlit_files
from tests.security.server import Server
from warehouse.people import sessions


@pytest.mark.parametrize("kind", [".js", ".css"])
def test_a_file_arrives_packed_and_is_what_streamlit_holds(
    server: Server, kind: str
) -> None:
    token = server.session("anna")
    with server.client() as client:
        client.cookies["thanthien"] = token
        assert client.get("/").status_code == 200
        path = next(p for p in streamlit_files._files() if p.endswith(kind))
        answer = client.get(path)
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.content == streamlit_files._files()[path].read_bytes()


def test_figures_wait_for_words_and_then_come_slim(server: Server) -> None:
    path = streamlit_files.figures_path()
    with server.client() as client:
        client.cookies["thanthien"] = server.session("anna")
        first, whole = client.get(path), client.get(f"{path}?whole")
    assert "export default" in first.text
    assert len(first.content) < 2000
    stored = streamlit_files._files()[path].read_bytes()
    assert len(whole.content) < 0.4 * len(stored)
    # What stands in the place of a module must export all that it does.
    exports = re.search(r"export\{([^}]*)\};?\s*$", whole.text)
    assert exports is not None
    names = {part.split(" as ")[-1] for part in exports[1].split(",")}
    assert names == {"PlotlyChart", "default"}


def test_modules_that_nothing_reaches_are_emptied() -> None:
    code = (
        'var a=w({"lib/core.js"(e,t){t.exports=b()}}),'
        'b=w({"src/b.js"(e){e.x=`}${"}"}`}}),'
        'c=w({"src/c.js"(e){CCC}}),'
        'd=w({"lib/bar.js"(e){e.z=b()}});'
        'return w({"lib/index.js"(e,t){a().register([d(),c()])}})()'
    )
    slim = figures.slimmed(code.replace("CCC", 'e.y=/[}/]/.test("}")'))
    assert slim == code.replace("CCC", "").replace("d(),c()", "d()")


@pytest.mark.parametrize("taken", ["lib/core.js", "lib/bar.js", ".register(["])
def test_a_chunk_of_another_form_is_served_whole(taken: str) -> None:
    path = streamlit_files._files()[streamlit_files.figures_path()]
    code = path.read_text(encoding="utf-8").replace(taken, "elsewhere")
    assert figures.slimmed(code) == code


def test_one_answer_holds_what_a_page_is_made_of(server: Server) -> None:
    with server.client() as client:
        worker = client.get(first_visit.WORKER_PATH).text
        pack = re.search(r'PACK = "([^"]+)"', worker)
        assert pack is not None
        assert client.get(pack[1]).status_code == 401
        client.cookies["thanthien"] = server.session("anna")
        files = client.get(pack[1]).json()
    assert f"FILES = {json.dumps([*files])}" in worker
    stored = streamlit_files._files()
    figures_path = streamlit_files.figures_path()
    for path, (kind, text) in files.items():
        assert kind in ("text/javascript", "text/css")
        if path != figures_path:
            assert text == stored[path].read_text(encoding="utf-8")


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

"""A job goes on in its own process, and one that died is seen to have died."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from warehouse import audit
from warehouse.desk import jobs
from warehouse.desk.jobs import Job, alive, read_job, start_job, write_job
from warehouse.errors import ThanThienError
from warehouse.settings import Settings


def test_a_job_runs_by_itself_and_says_what_came_of_it(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    job = start_job(settings, "load", by="chi", subject="0" * 64)
    until = time.monotonic() + 60
    while (now := read_job(settings, job.job_id)).state == "running":
        assert time.monotonic() < until
        time.sleep(0.1)
    assert now.state == "refused"
    assert "giao lại tệp" in now.refusal["vi"]
    said = [(r.actor, r.action) for r in audit.read_records(settings)]
    assert said == [("chi", "desk_done"), ("chi", "desk_asked")]


def test_a_dead_process_is_no_running_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path)
    jobs.jobs_dir(settings).mkdir()
    job = Job("20260101000000-00000000", "load", "", "chi", time.time())
    write_job(settings, job)
    assert read_job(settings, job.job_id).state == "running"
    with alive(settings, job.job_id):
        assert read_job(settings, job.job_id).state == "running"
    assert read_job(settings, job.job_id).state == "ended"
    write_job(settings, replace(job, state="done"))
    assert read_job(settings, job.job_id).state == "done"
    never = replace(job, job_id="20260101000000-00000001", started_at=0.0)
    write_job(settings, never)
    assert read_job(settings, never.job_id).state == "ended"


def test_a_job_has_a_plain_name(tmp_path: Path) -> None:
    with pytest.raises(ThanThienError, match="a job that was started"):
        read_job(Settings(home=tmp_path), "../../state")

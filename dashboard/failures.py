"""What stands where something broke: what to do next and an id, never a trace.

The same id stands in the server's log with the whole error, so that a reader can
name what happened and the administrator can find it.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import streamlit as st

from dashboard import dates, states
from dashboard.rows.context import VIETNAM, current_page
from dashboard.words import Words
from warehouse.errors import (
    AuditError,
    NothingPublishedError,
    ScopeError,
    SlowQueryError,
)

LOG = logging.getLogger("thanthien.dashboard")


@contextmanager
def contained(words: Words, where: str) -> Iterator[None]:
    """Whatever goes wrong inside is said in the reader's words; the rest goes on.

    Args:
        words: The language.
        where: What was being drawn, for the log: no personal data.
    """
    try:
        yield
    except SlowQueryError:
        states.nothing_found(words, "too_slow")
    except ScopeError:
        states.no_rights(words)
    except NothingPublishedError:
        states.nothing_found(words, "not_in_build")
    except AuditError as error:
        _show_failure(words, "not_recorded", where, error)
    except Exception as error:  # noqa: BLE001 - the last one to catch anything
        _show_failure(words, "failed", where, error)


@contextmanager
def own_part() -> Iterator[None]:
    """Marks a function that draws one part: if it breaks, the others still stand.

    A refusal concerns the whole page and goes on up; so does a view that could not
    be recorded, after which nothing more may be shown.

    Raises:
        ScopeError: The reader may not see it.
        NothingPublishedError: The build does not have it.
        AuditError: The view could not be recorded.
    """
    try:
        yield
    except SlowQueryError:
        states.nothing_found(current_page().words, "too_slow")
    except (ScopeError, NothingPublishedError, AuditError):
        raise
    except Exception as error:  # noqa: BLE001 - one part must not take the page along
        page = current_page()
        _show_failure(page.words, "failed", f"a part, role {page.scope.role}", error)


def _show_failure(words: Words, key: str, where: str, error: Exception) -> None:
    failure = secrets.token_hex(4).upper()
    LOG.error("failure %s while drawing %s", failure, where, exc_info=error)
    moment = dates.moment(datetime.now(UTC).astimezone(VIETNAM))
    states.failed(words, key, failure, moment)
    # Every click draws the page anew: pressing is trying again.
    st.button(words("states.failed.retry"), key=f"retry_{failure}")

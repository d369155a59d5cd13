"""Everything one of the cast can learn, address by address, so that two worlds can be told apart or not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.models import Application, Assignment, ConsensusSheet, Evidence, ScoreSheet
from tests.pages.addresses import Page, address, pages
from tests.pages.visits import Visits

_TOKEN = re.compile(r"[\w.-]{80,}")
# Rows a panel or an agency could ask about: all of them are asked for, not only those that open.
_EVERY_ROW = (Application, Assignment, ConsensusSheet, Evidence, ScoreSheet)
_ROWS = ("assessment", "consensus", "visit", "decided", "of the lead", "of the assessor", "evidence")
_EXTRA = {"GET": ("/winners?q=PS", "/winners.json", "/winners.csv", "/messages", "/no-such-page"), "POST": ()}

Seen = dict[str, tuple[int, str]]


def all_seen(visits: Visits, name: str, audiences: frozenset[str]) -> Seen:
    """Return what every address of these audiences answers to somebody: pages, exports, messages, refusals, errors."""
    found: Seen = {}
    with visits.undone():
        for method in ("GET", "POST"):
            for place in sorted(_addresses(visits, method, audiences)):
                found[f"{method} {place}"] = _asked(visits, name, method, place)
    return found


def differences(one: Seen, other: Seen) -> list[str]:
    """Return the addresses that answer differently."""
    return [place for place in one if one[place] != other[place]]


def _asked(visits: Visits, name: str, method: str, place: str) -> tuple[int, str]:
    if method == "GET":
        answer = visits.get(name, place)
    else:
        answer = visits.browser(name).post(place, data={"percent": "x", "version-entry": "0", "reason": ""})
    told = " ".join(f"{key}={value}" for key, value in sorted(answer.headers) if key not in ("Set-Cookie", "Date"))
    body = answer.get_data(as_text=True) if answer.mimetype.startswith(("text/", "application/json")) else ""
    return answer.status_code, _TOKEN.sub("-", f"{told} {body}")


def _addresses(visits: Visits, method: str, audiences: frozenset[str]) -> Iterator[str]:
    for page in pages(visits.app, method):
        if page.audience in audiences and page.endpoint not in _LEAVING:
            for row in _rows(visits, page):
                yield address(page, visits.gathering, row)
    yield from _EXTRA[method]


# Signing out would end the visit, a second try at a password counts against the first, and a new secret is another one
# each time.
_LEAVING = ("account.sign_out", "account.sign_in", "account.begin_second_factor")


def _rows(visits: Visits, page: Page) -> list[str | None]:
    is_asked_for = page.access.model is ScoreSheet or (page.method == "GET" and page.access.model in _EVERY_ROW)
    if not is_asked_for or page.access.model is None:
        return [page.row]
    named = visits.gathering.named(page.access.model)
    return [row for row in named if any(word in row for word in _ROWS)] or [page.row]

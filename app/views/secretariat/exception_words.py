"""Names what does not go as it should: how many of each kind, why it counts, and the page that lists them."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.permissions import Permission, may_anywhere
from app.queries.exceptions import SEAT_KINDS
from app.views.access import current_actor


def exception_words(kind: str, count: int) -> str:
    """Say how many there are of a kind."""
    return {
        "tied": lambda: ngettext("%(num)s seat with a late tie", "%(num)s seats with a late tie", count),
        "questioned": lambda: ngettext(
            "%(num)s entry with an agreement in question", "%(num)s entries with an agreement in question", count
        ),
        "short": lambda: ngettext("%(num)s panel short of a member", "%(num)s panels short of a member", count),
        "late": lambda: ngettext("%(num)s sheet late", "%(num)s sheets late", count),
        "lapsed": lambda: ngettext(
            "%(num)s document not handed in on time", "%(num)s documents not handed in on time", count
        ),
        "interests": lambda: ngettext(
            "%(num)s declared interest to rule on", "%(num)s declared interests to rule on", count
        ),
        "disagreeing": lambda: ngettext("%(num)s panel far apart", "%(num)s panels far apart", count),
        "stuck": lambda: ngettext("%(num)s application stands still", "%(num)s applications stand still", count),
        "unanswered": lambda: ngettext("%(num)s seat not answered", "%(num)s seats not answered", count),
        "unopened": lambda: ngettext("%(num)s sheet not begun", "%(num)s sheets not begun", count),
        "unreachable": lambda: ngettext(
            "%(num)s person whom messages do not reach", "%(num)s people whom messages do not reach", count
        ),
        "proposed": lambda: ngettext(
            "%(num)s step waits for a second person", "%(num)s steps wait for a second person", count
        ),
        "changes": lambda: ngettext(
            "%(num)s change of a programme waits for a second person",
            "%(num)s changes of programmes wait for a second person",
            count,
        ),
    }[kind]()


def exception_note(kind: str) -> str:
    """Say why it counts, or what is to be done."""
    return {
        "tied": _("The register ties the assessor to the entry since the panel was seated; look at it and rule"),
        "questioned": _("A sheet became void after the panel had agreed; nothing is decided before two persons rule"),
        "short": _("After a conflict of interest or a refusal; a replacement is needed"),
        "late": _("Owed, and past the time they were due"),
        "lapsed": _("The agency's time is over, grace and extension included"),
        "interests": _("Declared by an assessor; it keeps them from the entry until staff rule"),
        "disagreeing": _("Scores lie further apart than the criteria allow; the panel is in consensus"),
        "stuck": _("No step for longer than the programme has patience"),
        "unanswered": _("The assessor has neither accepted nor declined"),
        "unopened": _("The assessor has not opened the sheet yet"),
        "unreachable": _("The mail server refused for good; ask for another address"),
        "proposed": _("Lapses after seven days"),
        "changes": _("Lapses after seven days"),
    }[kind]


def exception_url(kind: str, query: dict[str, Any]) -> str:
    """The page that lists the kind, of the programmes looked at; nothing where this person may not open it."""
    actor = current_actor()
    if kind in SEAT_KINDS:
        return url_for("secretariat.list_owed_sheets", only=kind, **query)
    if kind == "tied":
        return url_for("secretariat.list_conflicts", **query) if may_anywhere(Permission.ASSIGN, actor) else ""
    if kind == "interests":
        may_read = may_anywhere(Permission.READ_INTERESTS, actor)
        return url_for("secretariat.list_conflicts", ruling="new", **query) if may_read else ""
    if kind == "proposed":
        return url_for("judge.list_proposals") if may_anywhere(Permission.READ_PROPOSALS, actor) else ""
    page = {"unreachable": "secretariat.list_unreachable", "changes": "secretariat.list_changes"}.get(kind)
    return url_for(page, **query) if page else url_for("secretariat.list_applications_for_staff", only=kind, **query)

"""Monitoring of the PMQA 4.0 status assessment for the officers of the branch: the address is the question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import AgencyKind, Programme
from app.permissions import Permission
from app.queries import pmqa40_boards as boards
from app.queries.number_status import number_status
from app.queries.pmqa40_boards import Basis
from app.queries.pmqa40_standings import NO_MINISTRY, Shown, Standings, standings_of, status_programmes
from app.services.exports import PMQA40, record_export
from app.views.access import current_actor, holds
from app.views.award_names import agency_kind_name
from app.views.formatting import page_language
from app.views.secretariat import bp
from app.views.secretariat.pmqa40_sheet import pmqa40_workbook
from app.views.secretariat.pmqa40_words import group_name, step_title, steps_offered

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Question:
    """What the address asks: which year and agencies, whose figures, how they are sorted, which page."""

    shown: Shown
    basis: Basis
    sort: str
    descending: bool
    page: int
    step: str = ""

    @property
    def is_filtered(self) -> bool:
        """Say whether some agencies are left out."""
        return bool(self.shown.ministry or self.shown.kind or self.step)

    def parts(self, **changes: Any) -> dict[str, Any]:
        """Return the parts of the address, with some of them changed; what asks for nothing is left out."""
        mine = {
            "year": self.shown.year_be,
            "ministry": self.shown.ministry,
            "kind": self.shown.kind,
            "step": self.step,
            "by": self.basis.value if self.basis is not Basis.AGREED else "",
            "sort": self.sort,
            "order": "down" if self.descending else "",
        }
        return {name: value for name, value in {**mine, **changes}.items() if value}


def _question(given: Any, sort: str = "") -> Question:
    by = given.get("by", "")
    return Question(
        Shown(given.get("year", type=int), given.get("ministry", ""), given.get("kind", "")),
        Basis(by) if by in list(Basis) else Basis.AGREED,
        given.get("sort", sort),
        given.get("order", "") == "down",
        given.get("page", default=1, type=int),
        given.get("step", ""),
    )


@bp.get("/office/pmqa40")
@holds(Permission.VIEW_PROGRAMME)
def show_pmqa40() -> ResponseReturnValue:
    """Show who has started, handed in and passed, by ministry and by kind of agency."""
    return _board(
        "secretariat/show_pmqa40.html",
        lambda standings, _question: {
            "everybody": boards.altogether(standings),
            "ministries": boards.by_ministry(standings),
            "kinds": boards.by_kind(standings),
        },
    )


@bp.get("/office/pmqa40/agencies")
@holds(Permission.VIEW_PROGRAMME)
def list_pmqa40_agencies() -> ResponseReturnValue:
    """List the agencies behind a figure of the progress board, those that have not started among them."""
    return _board(
        "secretariat/list_pmqa40_agencies.html",
        lambda standings, question: {
            "page": boards.at_step(standings, question.step, page=question.page),
            "steps": [("", _("All")), *((step, step_title(standings, step)) for step in steps_offered(standings))],
            "ministry_names": {each.id: each.name(page_language()) for each in standings.ministries},
            "kind_name": agency_kind_name,
        },
    )


@bp.get("/office/pmqa40/levels")
@holds(Permission.VIEW_PROGRAMME)
def show_pmqa40_levels() -> ResponseReturnValue:
    """Show how many agencies stand at each level, item by item."""
    return _board(
        "secretariat/show_pmqa40_levels.html",
        lambda standings, question: {"rows": boards.levels_by_item(standings, question.basis)},
    )


@bp.get("/office/pmqa40/heat-map")
@holds(Permission.VIEW_PROGRAMME)
def show_pmqa40_heat_map() -> ResponseReturnValue:
    """Show every item of every agency, a page at a time."""
    return _board(
        "secretariat/show_pmqa40_heat_map.html",
        lambda standings, question: {
            "page": _page(standings, question),
            "tint": boards.tint,
            "edges": boards.tint_edges(standings.rubric),
        },
        sort=boards.TOTAL,
    )


@bp.get("/office/pmqa40/self-and-agreed")
@holds(Permission.VIEW_PROGRAMME)
def show_pmqa40_differences() -> ResponseReturnValue:
    """Show what agencies said of themselves beside what was agreed."""
    return _board(
        "secretariat/show_pmqa40_differences.html",
        lambda standings, question: {"page": _page(standings, question, both=True)},
        sort=boards.DIFFERENCE,
    )


@bp.post("/office/pmqa40/export")
@holds(Permission.VIEW_PROGRAMME)
def export_pmqa40() -> ResponseReturnValue:
    """Give all of it as a workbook; the export is on record."""
    question, actor, language = _question(request.form), current_actor(), page_language()
    programme = _programme(status_programmes(actor), question)
    standings = standings_of(programme, question.shown, viewer=actor) if programme else None
    workbook = pmqa40_workbook(standings, language)
    searched = " ".join(f"{name}={value}" for name, value in question.parts(sort="", order="", step="").items())
    record_export(PMQA40, rows=len(standings.rows) if standings else 0, searched=searched, actor=actor)
    response = Response(workbook, mimetype=_XLSX)
    response.headers.set("Content-Disposition", "attachment", filename="pmqa40.xlsx")
    return response


def _board(template: str, contents: Any, *, sort: str = "") -> ResponseReturnValue:
    question, endpoint = _question(request.args, sort), request.endpoint or ""
    programmes = status_programmes(current_actor())
    programme = _programme(programmes, question)
    standings = standings_of(programme, question.shown, viewer=current_actor()) if programme else None
    shared: dict[str, Any] = {
        "standings": standings,
        "question": question,
        "years": [(str(each.cycle.year_be), each.cycle.title(page_language())) for each in programmes],
        "kinds_offered": _kinds(standings),
        "ministries_offered": _ministries(standings),
        "step_title": step_title,
        "group_name": group_name,
        "status": number_status(programme, "bands") if programme else "official",
        "clear_url": url_for(endpoint, year=question.shown.year_be) if question.is_filtered else "",
        "sort_url": lambda column, descending: url_for(
            endpoint, **question.parts(sort=column, order="down" if descending else "")
        ),
        "page_url": lambda page: url_for(endpoint, **question.parts(page=page)),
        "tab_url": lambda name: url_for(name, **question.parts(sort="", order="", step="")),
        "list_url": lambda **parts: url_for(
            ".list_pmqa40_agencies", **question.parts(sort="", order="", by="", **parts)
        ),
        "basis_url": lambda basis: url_for(endpoint, **question.parts(by=basis)),
    }
    return render_template(template, **shared, **(contents(standings, question) if standings else {}))


def _programme(programmes: list[Programme], question: Question) -> Programme | None:
    """The programme of the year asked for, or the newest."""
    asked = [each for each in programmes if each.cycle.year_be == question.shown.year_be]
    return next(iter(asked or programmes), None)


def _page(standings: Standings, question: Question, *, both: bool = False) -> boards.Page:
    return boards.one_page(
        standings, question.basis, sort=question.sort, descending=question.descending, page=question.page, both=both
    )


def _kinds(standings: Standings | None) -> list[tuple[str, str]]:
    eligibility = standings.rubric.eligibility if standings else None
    kinds = [AgencyKind(kind) for kind in eligibility.agency_types] if eligibility else list(AgencyKind)
    return [("", _("All kinds")), *((kind.value, agency_kind_name(kind)) for kind in kinds)]


def _ministries(standings: Standings | None) -> list[tuple[str, str]]:
    language = page_language()
    named = [(str(each.id), each.name(language)) for each in (standings.ministries if standings else ())]
    return [("", _("All ministries")), *named, (NO_MINISTRY, _("Under no ministry"))]

"""Who to sign in as: one log-in for each role, and whoever takes the next step in the rounds of the assessment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.demo.content import PRESENT_CYCLE, Content
from app.demo.entries import Entry
from app.demo.troupe import PASSWORD, Report
from app.extensions import db
from app.models import Agency, Application, Assignment, Cycle, Programme
from app.queries.application_facts import panel_of
from workflows.application import ApplicationState

S = ApplicationState


@dataclass(frozen=True)
class LogIn:
    """One log-in that is shown to whoever runs the demonstration."""

    role: str
    email: str


def log_ins(content: Content, *, assessors: Sequence[LogIn]) -> list[LogIn]:
    """Return one log-in for each role, with people whose agencies have something to do in the present cycle."""
    cast, team = content.cast, content.cast.teams["moac-doae"]
    return [
        LogIn("agency coordinator", team.coordinator.email),
        LogIn("contributor", team.contributors[0].email),
        LogIn("head of agency", team.head.email),
        LogIn("officer, public service", cast.officers[0].person.email),
        LogIn("officer, PMQA and PMQA 4.0", cast.officers[1].person.email),
        LogIn("officer, participation", cast.officers[2].person.email),
        LogIn("director", cast.director.person.email),
        *assessors,
        LogIn("judge", cast.judges[0].person.email),
        LogIn("adviser", cast.adviser.person.email),
        LogIn("administrator", cast.administrator.person.email),
        LogIn("auditor", cast.auditor.person.email),
    ]


def log_ins_of_assessors(content: Content) -> list[LogIn]:
    """Return a lead assessor and another one."""
    lead = next(each for each in content.cast.assessors if each.can_lead)
    other = next(each for each in content.cast.assessors if not each.can_lead)
    return [LogIn("lead assessor", lead.person.email), LogIn("assessor", other.person.email)]


def log_ins_of_awards(content: Content) -> list[LogIn]:
    """Return who goes on with a sheet begun, and who leads a consensus, in the awards of the present cycle."""
    entries = [entry for entry in content.entries_of(PRESENT_CYCLE) if entry.self_assessment is None]
    scoring = [entry for entry in entries if entry.fate.sheets is not None and entry.fate.sheets.started]
    settling = [entry for entry in entries if entry.fate.state is S.CONSENSUS]
    begun = (LogIn(_SCORES, email) for entry in scoring for email in _with_a_draft(entry))
    leads = (LogIn(_LEADS, seat.assessor.email) for entry in settling for seat in _panel(entry) if seat.is_lead)
    return [*begun, *leads]


def log_ins_of_rounds(content: Content) -> list[LogIn]:
    """Return who takes the next step with the PMQA 4.0 entries of the present cycle, in the order of the rounds."""
    entries = [entry for entry in content.entries_of(PRESENT_CYCLE) if entry.self_assessment is not None]
    shown = [log_in for entry in entries for log_in in _next_step(content, entry)]
    return sorted(shown, key=lambda each: _ROUNDS.index(each.role))


_SCORES, _LEADS = "assessor, award", "lead assessor, award consensus"
_SETTLES, _AGREES = "lead assessor, round 1 consensus", "assessor, round 1 consensus"
_REPORTS, _OFFLINE = "agency, round 2 report", "assessor, round 2 by workbook"
_VISITS = "lead assessor, round 3 visit"
_ROUNDS = (_SETTLES, _AGREES, _REPORTS, _OFFLINE, _VISITS)


def _next_step(content: Content, entry: Entry) -> Iterator[LogIn]:
    fate, seats = entry.fate, _panel(entry)
    if fate.state is S.REPORT_DUE:
        yield LogIn(_REPORTS, content.cast.teams[entry.agency].coordinator.email)
    elif fate.state is S.CONSENSUS:
        yield from (LogIn(_SETTLES if seat.is_lead else _AGREES, seat.assessor.email) for seat in seats)
    elif fate.state is S.SITE_VISIT:
        yield from (LogIn(_VISITS, seat.assessor.email) for seat in seats if seat.is_lead)
    elif fate.sheets is not None and fate.sheets.by_workbook:
        yield from (LogIn(_OFFLINE, email) for email in _with_a_draft(entry))


def _with_a_draft(entry: Entry) -> list[str]:
    """Those on the panel of an entry who began their sheets and have not handed them in."""
    fate = entry.fate.sheets
    assert fate is not None, "only where sheets are still filled in"
    seats = sorted(seat.assessor.email for seat in _panel(entry))
    return seats[fate.submitted : fate.submitted + fate.started]


def _panel(entry: Entry) -> list[Assignment]:
    """The panel at which an entry of the present cycle stands now."""
    application = db.session.scalar(
        select(Application)
        .join(Agency, Agency.id == Application.agency_id)
        .join(Programme, Programme.id == Application.programme_id)
        .join(Cycle, Cycle.id == Programme.cycle_id)
        .where(Agency.code == entry.agency, Programme.rubric_id == entry.rubric_id, Cycle.year_be == int(PRESENT_CYCLE))
    )
    return panel_of(application) if application else []


def show_log_ins(shown: Sequence[LogIn], report: Report) -> None:
    """Say who can sign in, and with which password."""
    report(f"log-ins (password {PASSWORD}):")
    for log_in in shown:
        report(f"  {log_in.role:<34} {log_in.email}")

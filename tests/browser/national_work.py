"""What two officers do in a national cycle up to its panels: open, extend, screen many at once, seat, watch."""

from __future__ import annotations

import time
import uuid

from sqlalchemy import func, select

from app.clock import in_days
from app.extensions import db
from app.models import Agency, Assignment, AssignmentPlan, Cycle, Extension, PlanState, Programme
from app.queries.screening_case import screening_case
from app.services.screening import answer_checks
from app.thai.days_off import next_working_day
from tests.browser.desk import Desk, person, standing, until
from workflows.application import ApplicationState

S = ApplicationState
SERVICE, PARTICIPATION = "ps-innovation@2564", "pg-poverty@2564"
NEXT_YEAR = "2571"
TOGETHER = 20


def open_programme(officer: Desk) -> None:
    """Next year's cycle, with one programme."""
    officer.go("/office/cycles/new", "new cycle")
    officer.fill(year_be=NEXT_YEAR, title_th=f"รอบปี {NEXT_YEAR}", title_en=f"Cycle {NEXT_YEAR}")
    officer.press("main form button[type=submit]", "creating a cycle")
    officer.go(f"/office/cycles/{NEXT_YEAR}/programmes/new", "new programme")
    officer.page.select_option("main [name=rubric_id]", SERVICE)
    officer.fill(opens_at=f"5/1/{NEXT_YEAR} 9.00", closes_at=f"30/3/{NEXT_YEAR} 16.30", grace_minutes="30")
    officer.press("main form button[type=submit]", "setting up a programme")
    db.session.rollback()
    made = db.session.scalars(select(Programme).join(Cycle).where(Cycle.year_be == int(NEXT_YEAR))).one()
    assert (made.rubric_id, made.grace_minutes) == (SERVICE, 30)
    assert officer.page.url.endswith(f"/office/programmes/{made.id}")


def extend_deadline(officer: Desk) -> None:
    """One agency whose entry is still a draft gets a week more."""
    draft = standing(PARTICIPATION, S.DRAFT)[0]
    until_when = next_working_day(in_days(21).date())
    officer.go(f"/office/programmes/{draft.programme_id}", "programme")
    officer.page.click("main details:has([name=agency]) summary")
    day = f"{until_when.day}/{until_when.month}/{until_when.year + 543} 16.30"
    officer.fill(agency=draft.agency.code, until=day, reason="ระบบเครือข่ายของหน่วยงานขัดข้องหนึ่งสัปดาห์")
    officer.press("main form:has([name=agency]) button[type=submit]", "preview of an extension")
    assert draft.code in officer.page.inner_text("main")
    officer.press("main form:has([name=looked_at]) button[type=submit]", "granting an extension")
    db.session.rollback()
    granted = select(Extension).join(Agency).where(Agency.code == draft.agency.code)
    assert [each.programme_id for each in db.session.scalars(granted)] == [draft.programme_id]


def screen_together(officer: Desk) -> None:
    """The human checks of a pile are answered; the officer passes the whole pile at once, after seeing every name."""
    pile = standing(SERVICE, S.SCREENING)[:TOGETHER]
    officer_ps = person("officer.ps@lertrat.example")
    for application in pile:
        case = screening_case(application)
        assert case is not None
        answer_checks(application, {row.check.id: True for row in case.human}, actor=officer_ps)
    officer.go("/office/screening", "screening queue")
    officer.go(f"/office/screening?programme={SERVICE}&found=ready", "screening queue, filtered")
    picks = officer.page.locator("main [name=pick]")
    chosen = {uuid.UUID(str(each.get_attribute("value"))) for each in picks.all()}
    assert chosen, "something is ready to be passed"
    for each in picks.all():
        each.check(force=True)
    officer.press("main button[name=outcome][value=pass]", "preview of the bulk decision")
    for application in standing(SERVICE, S.SCREENING):
        assert (application.code in officer.page.inner_text("main")) == (application.id in chosen)
    officer.press("main form[action*=decide] button[type=submit]", "bulk decision")
    assert not chosen & {each.id for each in standing(SERVICE, S.SCREENING)}


def publish_panels(officer: Desk) -> None:
    """The plan that lies ready is proposed anew by the worker, looked at, and published."""
    db.session.rollback()
    stage_id, old = db.session.execute(
        select(AssignmentPlan.stage_id, AssignmentPlan.id)
        .join(Programme, Programme.id == AssignmentPlan.programme_id)
        .where(Programme.branch == "PG", AssignmentPlan.state == PlanState.PROPOSED)
    ).one()
    before = _seats(stage_id)
    officer.go("/office/assignment", "assignment")
    officer.go(f"/office/assignment/stages/{stage_id}", "assignment of a stage")
    officer.press("main form:has([name=scope][value=waiting]) button[type=submit]", "asking for a plan")
    began = time.monotonic()
    until(lambda: _proposed_at(stage_id) not in (None, old), "the worker proposes a plan")
    officer.seconds["worker: a plan is proposed"] = time.monotonic() - began
    officer.go(f"/office/assignment/stages/{stage_id}", "assignment of a stage, with the new plan")
    due = next_working_day(in_days(30).date())
    officer.fill(due_at=f"{due.day}/{due.month}/{due.year + 543} 16.30")
    officer.press("main form[action*=publish] button[type=submit]", "publishing the panels")
    db.session.rollback()
    assert _seats(stage_id) > before


def _proposed_at(stage_id: uuid.UUID) -> uuid.UUID | None:
    """The plan that lies ready for a stage."""
    is_ready = (AssignmentPlan.stage_id == stage_id, AssignmentPlan.state == PlanState.PROPOSED)
    return db.session.scalar(select(AssignmentPlan.id).where(*is_ready))


def _seats(stage_id: uuid.UUID) -> int:
    return db.session.scalar(select(func.count()).where(Assignment.stage_id == stage_id)) or 0


def watch(first: Desk, second: Desk) -> None:
    """Each opens the cockpit of the year, and from it every list it leads to."""
    year = standing(PARTICIPATION, S.ASSESSMENT)[0].programme.cycle.year_be
    for officer in (first, second):
        officer.go("/office", "cockpit of the new cycle")
        officer.go(f"/office?year={year}", "cockpit")
        links = officer.page.locator("main a[id^=exception], main [id^=exception] a, main a[href*='only=']")
        wanted = sorted({str(each.get_attribute("href")) for each in links.all()})
        assert wanted, "something of a round half way needs somebody"
        for link in wanted:
            officer.go(link, link.partition("?")[0] + " from the cockpit")
        for path in ("applications", "assessors", "agencies", "sheets", "messages", "assignment/conflicts"):
            officer.go(f"/office/{path}?year={year}", path)

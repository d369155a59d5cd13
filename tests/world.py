"""A small world for tests: a ministry with two agencies, their people, OPDC staff, assessors and one open programme."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.clock import now
from app.extensions import db
from app.models import Agency, AgencyKind, Application, Cycle, Person, Programme
from app.queries.criteria import rubric_of
from app.services.answers import save_answers
from app.services.applications import send_for_approval, start_application, submit_application
from app.services.cycles import create_cycle, open_programme
from app.services.people import create_person, grant_role, hash_password
from app.thai import search_key, sort_key
from app.transaction import transactional
from rubrics import load_rubric
from tests.standing import standing
from workflows.calendar import YEARS_AROUND
from workflows.document import QuestionKind, questions
from workflows.roles import AGENCY_ROLES, Role

OPENS = datetime(2026, 2, 1, tzinfo=UTC)
CLOSES = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)
REPORT_CLOSES = datetime(2026, 6, 30, 9, 30, tzinfo=UTC)
PASSWORD = "a long enough password"


@dataclass
class World:
    """Everything the tests of use cases start from; people are made when first asked for."""

    cycle: Cycle
    ministry: Agency
    agency: Agency
    other_agency: Agency
    university: Agency
    programme: Programme
    officer: Person

    def person(self, role: Role, agency: Agency | None = None, number: int = 1, **grant: Any) -> Person:
        """Return the person who holds this role, the same one each time."""
        place = (agency or self.agency).code if role in AGENCY_ROLES else "opdc"
        email = f"{role.value}-{place}-{number}@lertrat.example"
        found = db.session.query(Person).filter_by(email=email).one_or_none()
        if found is not None:
            return found
        names = {"name_th": f"นายตัวอย่าง {role.value}", "name_en": f"{role.value} {place}"}
        made = create_person(email=email, password_hash=hash_of_password(), **names)
        grant_role(made, role, agency=(agency or self.agency) if role in AGENCY_ROLES else None, **grant)
        return made

    def programme_of(self, rubric_id: str) -> Programme:
        """Open another programme of the cycle, or return it."""
        found = db.session.query(Programme).filter_by(cycle_id=self.cycle.id, rubric_id=rubric_id).one_or_none()
        # A cycle years away takes no date of this one.
        away = self.cycle.year_be - (OPENS.year + 543)
        opens, closes, report_closes = (
            each.replace(year=each.year + away) if abs(away) > YEARS_AROUND else each
            for each in (OPENS, CLOSES, REPORT_CLOSES)
        )
        report = report_closes if load_rubric(rubric_id).report else None
        return found or open_programme(
            self.cycle, rubric_id, opens_at=opens, closes_at=closes, report_closes_at=report, actor=self.officer
        )

    @standing
    def draft(self, programme: Programme | None = None, agency: Agency | None = None) -> Application:
        """Start an application."""
        coordinator = self.person(Role.COORDINATOR, agency)
        return start_application(
            programme or self.programme, agency or self.agency, actor=coordinator, received_at=now()
        )

    @transactional
    def fill(self, application: Application, **given: Any) -> Application:
        """Answer every required question plausibly; `given` answers win."""
        editor = self.person(Role.COORDINATOR, application.agency)
        written: dict[str, tuple[object, int]] = {}
        for question in questions(rubric_of(application.programme), application.phase).values():
            wanted = given.get(question.id, ANSWERS.get(question.kind) if question.required else None)
            if wanted is not None and question.id != "submitting_agency":
                written[question.id] = (wanted(question) if callable(wanted) else wanted, 0)
        save_answers(application, written, actor=editor, received_at=now())
        return application

    @standing
    @transactional
    def submitted(self, programme: Programme | None = None, agency: Agency | None = None) -> Application:
        """Bring an application to the state submitted."""
        application = self.fill(self.draft(programme, agency))
        send_for_approval(application, actor=self.person(Role.COORDINATOR, agency), received_at=now())
        submit_application(application, actor=self.person(Role.HEAD, agency), received_at=now())
        return application


@functools.cache
def hash_of_password() -> str:
    """Hash it once for everybody."""
    return hash_password(PASSWORD)


def _text(question: Any) -> str:
    return ("ข้อความตัวอย่างเพื่อการทดสอบ " * 5)[: min(question.max_graphemes or 100, 100)]


ANSWERS: dict[QuestionKind, Any] = {
    QuestionKind.TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.DATE: "2020-01-01",
    QuestionKind.MONEY: "100000",
    QuestionKind.NUMBER: "24",
    QuestionKind.URL: "https://agency.example/work",
    QuestionKind.CONTACT: {"name": "นางตัวอย่าง ทดสอบ", "phone": "02-000-0000", "email": "contact@lertrat.example"},
    QuestionKind.YES_NO: True,
    QuestionKind.CHOICE: lambda question: [question.choices[0].code],
    QuestionKind.MEASURES: lambda question: [
        {column.id: "ตัวอย่าง" for column in question.columns} for _ in range(max(question.min_rows, 1))
    ],
    QuestionKind.INDICATORS: lambda _question: [
        {"title": "ตัวชี้วัด", "unit": "ร้อยละ", "direction": "more", "target": "90", "actual": "91"}
    ],
}


@transactional
def build_world(rubric_id: str = "ps-innovation@2564") -> World:
    """Arrange the world and commit it."""
    ministry = _agency("moex", AgencyKind.MINISTRY, "กระทรวงตัวอย่าง", "Ministry of Examples", None)
    agency = _agency("dex1", AgencyKind.DEPARTMENT, "กรมตัวอย่างหนึ่ง", "Department One", ministry)
    other = _agency("dex2", AgencyKind.DEPARTMENT, "กรมตัวอย่างสอง", "Department Two", ministry)
    university = _agency("uex", AgencyKind.UNIVERSITY, "มหาวิทยาลัยตัวอย่าง", "University of Examples", None)
    db.session.flush()
    names = {"name_th": "นางสาวเจ้าหน้าที่ ตัวอย่าง", "name_en": "Officer"}
    officer = create_person(email="officer@lertrat.example", password_hash=hash_of_password(), **names)
    grant_role(officer, Role.OFFICER)
    cycle = create_cycle(year_be=2569, title_th="รอบปี 2569", title_en="Cycle 2569", actor=officer)
    world = World(cycle, ministry, agency, other, university, None, officer)  # type: ignore[arg-type]  # set next
    world.programme = world.programme_of(rubric_id)
    return world


def standing_world() -> World:
    """Return the world that was built in this database before."""
    agencies = {agency.code: agency for agency in db.session.query(Agency)}
    officer = db.session.query(Person).one()
    programme = db.session.query(Programme).one()
    found = (agencies[code] for code in ("moex", "dex1", "dex2", "uex"))
    return World(programme.cycle, *found, programme=programme, officer=officer)


def _agency(code: str, kind: AgencyKind, name_th: str, name_en: str, parent: Agency | None) -> Agency:
    agency = Agency(
        code=code,
        kind=kind,
        name_th=name_th,
        name_en=name_en,
        parent=parent,
        ministry=parent,
        sort_key=sort_key(name_th),
        search_key=search_key(f"{code} {name_th} {name_en}"),
    )
    db.session.add(agency)
    return agency

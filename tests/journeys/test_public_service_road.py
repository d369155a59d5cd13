"""A public service entry from the first look at an open programme to the feedback report and the page of winners."""

from __future__ import annotations

import csv
import io
import json

import pytest

from app.extensions import db
from app.models import Application
from tests.journeys import agency_pages as agency
from tests.journeys import committee_pages as committee
from tests.journeys import office_pages as office
from tests.journeys import panel_pages as panel
from tests.journeys.agency_pages import TITLE
from tests.journeys.company import Company
from tests.journeys.panel_round import PanelRound

pytestmark = pytest.mark.timeout(600)
PROGRAMME = "Public Service Award: Service Innovation"
MISSING = "เพิ่มแหล่งที่มาของตัวเลขจำนวนผู้ได้รับผลกระทบ"
FOUND = "พบผู้ใช้บริการจริงตามรายงาน"
SUMMARY = "ผลงานชัดเจน ขยายผลได้ ควรติดตามผลในระยะยาว"


def test_an_entry_walks_from_the_open_programme_to_the_page_of_winners(company: Company) -> None:
    application = the_coordinator_starts_and_writes(company)
    the_head_submits(company)
    the_officer_returns_one_part_and_it_is_corrected(company, application)
    the_officer_passes_it(company)
    the_panel_scores_alone_and_agrees(company, application)
    the_lead_records_the_visit(company)
    the_committee_decides(company)
    the_officer_announces_and_releases_the_feedback(company)
    the_agency_reads_the_feedback(company)
    the_public_sees_the_winner(company)
    assert company.ledger().ok


def the_coordinator_starts_and_writes(company: Company) -> Application:
    coordinator = company.coordinator
    agency.start(coordinator, PROGRAMME)
    application = db.session.query(Application).one()
    agency.write_everything(coordinator, application)
    coordinator.sees("Files are still being checked for safety")
    agency.send_for_approval(coordinator, company)
    return application


def the_head_submits(company: Company) -> None:
    assert agency.approve(company.head).startswith(b"%PDF")


def the_officer_returns_one_part_and_it_is_corrected(company: Company, application: Application) -> None:
    officer, coordinator = company.officer, company.coordinator
    part = agency.part_of(application, "problem")
    company.the_worker_works()
    office.open_screening(officer, TITLE)
    officer.sees("What the system checked", "What an officer checks")
    officer.does_not_see("The worker is checking this document")
    office.send_back_for_correction(officer, part.title.en, MISSING, "9/3/2569 16.30")
    agency.correct(coordinator, part, MISSING)
    agency.send_for_approval(coordinator, company)
    agency.approve(company.head)


def the_officer_passes_it(company: Company) -> None:
    company.the_worker_works()
    office.open_screening(company.officer, TITLE)
    office.answer_checks_and_pass(company.officer)
    company.the_worker_works()


def the_panel_scores_alone_and_agrees(company: Company, application: Application) -> None:
    PanelRound(company, application, quality=95, doubts={"d1.1": 40}).walk()


def the_lead_records_the_visit(company: Company) -> None:
    panel.record_visit(company.panel(3)[0], FOUND)
    company.the_worker_works()


def the_committee_decides(company: Company) -> None:
    committee.propose(company.judge, TITLE, "Outstanding")
    committee.sign(company.director, TITLE)
    company.the_worker_works()


def the_officer_announces_and_releases_the_feedback(company: Company) -> None:
    officer, coordinator = company.officer, company.coordinator
    coordinator.follow("Applications", within="Main menu")
    coordinator.does_not_see("Outstanding")
    office.announce(officer, PROGRAMME)
    company.the_worker_works()
    office.write_feedback(officer, TITLE, SUMMARY)
    office.release_feedback(officer, PROGRAMME)
    company.the_worker_works()


def the_agency_reads_the_feedback(company: Company) -> None:
    coordinator = company.coordinator
    coordinator.follow("Applications", within="Main menu")
    coordinator.follow("Read the feedback")
    coordinator.sees(SUMMARY, "Outstanding", panel.STRENGTH)
    coordinator.does_not_see(*company.panel_names(3))
    assert coordinator.download("Report as PDF").startswith(b"%PDF")


def the_public_sees_the_winner(company: Company) -> None:
    visitor = company.visitor
    visitor.open("/")
    visitor.follow("Winners", within="Main menu")
    table, data = visitor.download("CSV").decode("utf-8-sig"), json.loads(visitor.download("JSON"))
    visitor.follow(TITLE)
    visitor.sees("Department One", "Outstanding")
    assert [row["title_en"] for row in csv.DictReader(io.StringIO(table))] == [TITLE]
    assert TITLE in json.dumps(data, ensure_ascii=False)

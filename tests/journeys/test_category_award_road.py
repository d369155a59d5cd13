"""A PMQA category award: chosen categories, the Application Report judged by dimensions, the decision announced."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.models import Application
from tests.journeys import agency_pages as agency
from tests.journeys import committee_pages as committee
from tests.journeys import office_pages as office
from tests.journeys import panel_pages as panel
from tests.journeys.agency_pages import TITLE
from tests.journeys.company import Company
from tests.journeys.panel_round import EVERYBODY, PanelRound

pytestmark = [pytest.mark.timeout(600), pytest.mark.once]  # each step is tested on both kinds of database elsewhere
PROGRAMME = "Public Sector Management Quality Award, by category"
LEADERSHIP = "Category 1: Leadership and social responsibility"


def test_a_category_award_goes_through_its_application_report(company: Company, *, is_proof: bool) -> None:
    company.world.programme_of("pmqa-category@2564")
    application = the_agency_chooses_its_categories(company)
    the_officer_passes_it(company)
    the_agency_hands_in_its_report(company, application)
    judged = the_panel_of_a_proposed_plan_judges_by_dimensions(company, application, is_proof=is_proof)
    the_visit_confirms_it(judged)
    the_committee_decides(company)
    the_agency_learns_it_when_it_is_announced(company)
    assert company.ledger().ok


def the_agency_chooses_its_categories(company: Company) -> Application:
    agency.start(company.coordinator, PROGRAMME)
    application = db.session.query(Application).one()
    agency.write_everything(company.coordinator, application)
    agency.send_for_approval(company.coordinator, company)
    agency.approve(company.head)
    company.the_worker_works()
    return application


def the_officer_passes_it(company: Company) -> None:
    office.open_screening(company.officer, TITLE)
    office.answer_checks_and_pass(company.officer)
    company.the_worker_works()


def the_agency_hands_in_its_report(company: Company, application: Application) -> None:
    company.coordinator.follow("Applications", within="Main menu")
    company.coordinator.follow("Go on writing")
    company.coordinator.sees("Report due")
    agency.write_everything(company.coordinator, application)
    agency.send_for_approval(company.coordinator, company)
    agency.approve(company.head)
    company.the_worker_works()


def the_panel_of_a_proposed_plan_judges_by_dimensions(
    company: Company, application: Application, *, is_proof: bool
) -> PanelRound:
    judged = PanelRound(company, application, quality=60, walking=EVERYBODY if is_proof else 1, by_proposal=True)
    judged.walk()
    return judged


def the_visit_confirms_it(round_of_panel: PanelRound) -> None:
    panel.record_visit(round_of_panel.lead, "พบตามรายงานทุกหมวดที่ขอรับรางวัล")
    round_of_panel.company.the_worker_works()


def the_committee_decides(company: Company) -> None:
    committee.propose(company.judge, TITLE, LEADERSHIP)
    committee.sign(company.director, TITLE)
    company.the_worker_works()


def the_agency_learns_it_when_it_is_announced(company: Company) -> None:
    coordinator = company.coordinator
    coordinator.open(coordinator.at)
    coordinator.does_not_see(LEADERSHIP)
    office.announce(company.officer, PROGRAMME)
    coordinator.follow("Applications", within="Main menu")
    coordinator.follow("See the result")
    coordinator.sees(f"Result: {LEADERSHIP}")

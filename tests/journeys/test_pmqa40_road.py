"""PMQA 4.0 in three rounds: self-assessment, certification, Application Report, site visit, a certified band."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.extensions import db
from app.models import Application
from tests.journeys import agency_pages as agency
from tests.journeys import committee_pages as committee
from tests.journeys import office_pages as office
from tests.journeys import panel_pages as panel
from tests.journeys.company import Company
from tests.journeys.panel_round import EVERYBODY, PanelRound
from tests.with_app import Clock
from tests.world import CLOSES

pytestmark = [pytest.mark.timeout(600), pytest.mark.once]  # each step is tested on both kinds of database elsewhere
PROGRAMME = "Bureaucracy 4.0 status assessment (PMQA 4.0)"
AGENCY = "Department One"


FIRST_ROUND = "Round 1: self-assessment"


def test_an_agency_walks_three_rounds_to_a_certified_band(company: Company, clock: Clock, *, is_proof: bool) -> None:
    company.world.programme_of("pmqa40@2564")
    application = the_agency_assesses_itself(company)
    the_certifiers_tick_alone_and_agree(company, application, is_proof=is_proof)
    entries_close(company, clock)
    the_officer_releases_the_first_round(company)
    the_agency_hands_in_its_report(company, application)
    a_panel_judges_the_report(company, application, is_proof=is_proof)
    the_visit_confirms_it(company)
    the_committee_certifies(company)
    the_agency_reads_its_band(company)
    assert company.ledger().ok


def the_agency_assesses_itself(company: Company) -> Application:
    coordinator = company.coordinator
    agency.start(coordinator, PROGRAMME)
    application = db.session.query(Application).one()
    agency.write_everything(coordinator, application)
    agency.send_for_approval(coordinator, company)
    agency.approve(company.head)
    company.the_worker_works()
    return application


def the_certifiers_tick_alone_and_agree(company: Company, application: Application, *, is_proof: bool) -> None:
    office.open_screening(company.officer, AGENCY)
    office.answer_checks_and_pass(company.officer)
    company.the_worker_works()
    PanelRound(company, application, quality=100, doubts={"1.1": 60}, walking=EVERYBODY if is_proof else 1).walk()


def entries_close(company: Company, clock: Clock) -> None:
    office.waits_for_entries(company.officer, PROGRAMME, FIRST_ROUND)
    clock.is_now(CLOSES + timedelta(days=1))
    company.some_days_pass()


def the_officer_releases_the_first_round(company: Company) -> None:
    coordinator = company.coordinator
    coordinator.follow("Applications", within="Main menu")
    coordinator.follow("Go on writing")
    coordinator.does_not_see(f"{FIRST_ROUND}: passed")
    office.release_round(company.officer, PROGRAMME, FIRST_ROUND)
    coordinator.open(coordinator.at)
    coordinator.sees(f"{FIRST_ROUND}: passed")


def the_agency_hands_in_its_report(company: Company, application: Application) -> None:
    agency.write_everything(company.coordinator, application)
    agency.send_for_approval(company.coordinator, company)
    agency.approve(company.head)
    company.the_worker_works()


def a_panel_judges_the_report(company: Company, application: Application, *, is_proof: bool) -> None:
    PanelRound(company, application, quality=100, walking=EVERYBODY if is_proof else 0).walk()


def the_visit_confirms_it(company: Company) -> None:
    panel.record_visit(company.panel(1)[0], "พบตามรายงานทุกประเด็น")
    company.the_worker_works()


def the_committee_certifies(company: Company) -> None:
    committee.propose(company.judge, AGENCY, "Significance")
    committee.sign(company.director, AGENCY)
    company.the_worker_works()


def the_agency_reads_its_band(company: Company) -> None:
    office.announce(company.officer, PROGRAMME)
    company.coordinator.follow("Applications", within="Main menu")
    company.coordinator.follow("See the result")
    company.coordinator.sees("Result: Significance")

"""The pages counted for a text are the pages it has in the report; a part over its limit is told before it is sent."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from app.clock import now
from app.models import Application, Snapshot
from app.queries.criteria import document_questions, rubric_of
from app.queries.screening_facts import screening_facts
from app.reports.application_report import render_application_report
from app.reports.dossier import Part, Passage
from app.reports.text_pages import pages_of, text_pages
from app.services.applications import send_for_approval
from app.services.snapshots import frozen_content, sealed
from tests.app.reports import reading
from tests.app.reports.samples.dossiers import application_report
from tests.panels import pass_screening
from tests.sign_in import sign_in
from tests.world import World
from workflows.application import ApplicationState, Phase
from workflows.errors import RuleBroken
from workflows.roles import Role
from workflows.screening import run_automatic_checks

TITLE, FIELD = "ลักษณะสำคัญขององค์การ", "ar-profile"
SENTENCE = "การพัฒนาระบบราชการให้ทันสมัยและตอบสนองความต้องการของประชาชน "
MANY_LINES = "ก\n" * 4990
OVER = "This takes %(pages)s pages in the report; at most %(most)s are allowed"


@pytest.mark.parametrize(
    "text", ["สั้น", SENTENCE * 160, "\n\n".join(["ย่อหน้าสั้น"] * 90), "ก\n" * 37, "ก\n" * 38, "ก\n" * 39, MANY_LINES]
)
def test_a_text_takes_the_pages_it_has_in_the_printed_report(text: str) -> None:
    def printed(words: str) -> int:
        report = replace(application_report("th"), parts=(Part("", TITLE, (Passage("", words),)),), evidence=())
        return reading.pages_of(render_application_report(report, "th"))

    cover_and_contents = printed("สั้น") - 1
    assert text_pages(TITLE, text) == printed(text) - cover_and_contents


@pytest.fixture
def report(world: World) -> Application:
    """A report that lacks nothing, one part of which is short in characters and far too long in lines."""
    application = world.submitted(world.programme_of("pmqa-category@2564"))
    pass_screening(world, application)
    assert application.phase is Phase.REPORT
    return world.fill(application, **{FIELD: MANY_LINES})


def test_a_part_over_its_pages_is_not_sent_and_says_how_many_it_has(world: World, report: Application) -> None:
    with pytest.raises(RuleBroken) as broken:
        send_for_approval(report, actor=world.person(Role.COORDINATOR), received_at=now())
    (obstacle,) = broken.value.obstacles
    assert (obstacle.message, obstacle.field, obstacle.params["most"]) == (OVER, FIELD, 5)
    assert (obstacle.params["pages"], report.state) == (text_pages(TITLE, MANY_LINES), ApplicationState.REPORT_DUE)


def test_the_agency_reads_its_pages_where_it_writes_and_in_the_list(
    world: World, client: FlaskClient, report: Application
) -> None:
    sign_in(client, world.person(Role.COORDINATOR))
    client.post("/language", data={"language": "en", "next": "/"})
    pages = text_pages(TITLE, MANY_LINES)
    written = client.get(f"/applications/{report.id}/parts/{FIELD}").text
    over = f"{pages} pages in the report, {pages - 5} over the limit of 5"
    counted = re.search(r'class="lr-count__text lr-err" data-pages=.*?</span>', written, re.DOTALL)
    assert counted is not None
    assert over in counted[0]
    listed = client.get(f"/applications/{report.id}").text.replace("\u00a0", " ")
    told = f"This takes {pages} pages in the report; at most 5 are allowed"
    assert (told in listed, f"{pages + 7} of 55 pages" in listed, "1 of 6 pages" in listed) == (True, True, True)
    refused = client.post(f"/applications/{report.id}/send-for-approval")
    assert (refused.status_code, f'/parts/{FIELD}#{FIELD}">' in refused.text) == (409, True)


def test_saving_answers_with_the_pages_of_the_text_saved(
    world: World, client: FlaskClient, report: Application
) -> None:
    sign_in(client, world.person(Role.COORDINATOR))
    patch = {"field": FIELD, "value": SENTENCE * 60, "version": 1}
    assert client.post(f"/applications/{report.id}/answers", json=patch).json["pages"] == 2


def test_a_text_over_its_characters_is_not_set_and_a_field_without_a_limit_of_pages_is_not_counted(
    report: Application,
) -> None:
    asked = document_questions(report)
    assert pages_of(asked.values(), {FIELD: "ก" * 20_000, "ar-2": "สั้น", "ar-1-file": "x"}) == {"ar-2": 1}


def test_screening_finds_a_part_over_its_pages_and_names_it(report: Application) -> None:
    snapshot = Snapshot(phase=Phase.REPORT, content=sealed(frozen_content(report))[0])

    def met(pages: dict[str, int]) -> dict[str, bool]:
        facts = screening_facts(report, snapshot, pages)
        return {
            each.check.check or "": each.is_met for each in run_automatic_checks(rubric_of(report.programme), facts)
        }

    fitting, over = met({FIELD: 5}), met({FIELD: 6})
    assert {name for name in fitting if fitting[name] is not over[name]} == {"pages_within_limit"}
    assert screening_facts(report, snapshot, {FIELD: 6}).pages_over == (f"{TITLE} (6/5)",)

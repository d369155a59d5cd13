"""The published winners: what is announced, what is public, and what can be found."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db
from app.models import Application
from app.queries.public_winners import public_fields
from app.services.applications import send_for_approval, submit_application
from rubrics import published_rubrics
from tests.announced import announce
from tests.statements import count_statements
from tests.world import World
from workflows.application import ApplicationState
from workflows.roles import Role

SECRET = "ผู้ประสานงานลับ"


def winner(world: World, title: str, award: str = "outstanding", rubric_id: str = "ps-innovation@2564") -> Application:
    application = world.fill(
        world.draft(world.programme_of(rubric_id)),
        title_th=title,
        title_en="An English title",
        summary="สรุปผลงานที่เผยแพร่",
        responsible_unit="โรงพยาบาลตัวอย่าง",
        contact={"name": SECRET, "phone": "02-999-9999", "email": "secret@agency.example"},
    )
    send_for_approval(application, actor=world.person(Role.COORDINATOR), received_at=now())
    submit_application(application, actor=world.person(Role.HEAD), received_at=now())
    return announce(application, award)


def titles(client: FlaskClient, query: str = "") -> list[str]:
    return [each["title_th"] for each in client.get(f"/winners.json{query}").get_json()["winners"]]


def test_what_is_not_announced_is_nowhere(client: FlaskClient, world: World) -> None:
    application = winner(world, "ยังไม่ประกาศ")
    for state in set(ApplicationState) - {
        ApplicationState.ANNOUNCED,
        ApplicationState.AWAITING_APPROVAL,
        ApplicationState.RETURNED,
    }:
        application.state = state
        db.session.commit()
        assert titles(client) == []
        assert "ยังไม่ประกาศ" not in client.get("/winners").text
        assert client.get(f"/winners/{application.id}").status_code == 404


def test_an_announced_loser_is_nowhere(client: FlaskClient, world: World) -> None:
    application = winner(world, "ไม่ได้รางวัล", "none")
    assert titles(client) == []
    assert client.get(f"/winners/{application.id}").status_code == 404


def test_only_the_public_parts_are_shown(client: FlaskClient, world: World) -> None:
    application = winner(world, "คลินิกยาถึงบ้าน")
    pages = [
        client.get(address).text
        for address in ("/winners", f"/winners/{application.id}", "/winners.json", "/winners.csv")
    ]
    for secret in (SECRET, "02-999-9999", "secret@agency.example", "100000", "coordinator-dex1-1"):
        assert [secret in page for page in pages] == [False] * 4
    assert ["โรงพยาบาลตัวอย่าง" in page for page in pages] == [True] * 4


def test_the_public_page_shows_what_was_handed_in_not_what_was_typed_later(client: FlaskClient, world: World) -> None:
    application = winner(world, "คลินิกยาถึงบ้าน")
    answer = next(each for each in application.answers if each.field == "summary")
    answer.value = "แก้ทีหลัง"
    db.session.commit()
    page = client.get(f"/winners/{application.id}").text
    assert ("แก้ทีหลัง" in page, "สรุปผลงานที่เผยแพร่" in page) == (False, True)


def test_no_criteria_publish_contacts_or_files(world: World) -> None:
    kinds = {
        field.kind.value
        for rubric in published_rubrics().values()
        for field in (rubric.form.fields if rubric.form else ())
        if field.id in public_fields(rubric)
    }
    assert kinds & {"contact", "file"} == set()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("คลินิก", ["คลินิกยาถึงบ้าน"]),
        ("ยาถึง", ["คลินิกยาถึงบ้าน"]),
        ("คลินิก บ้าน", ["คลินิกยาถึงบ้าน"]),
        ("โรงพยาบาลตัวอย่าง", ["คลินิกยาถึงบ้าน", "ใบอนุญาตใน 1 วัน"]),
        ("ใน ๑ วัน", ["ใบอนุญาตใน 1 วัน"]),
        ("กรมตัวอย่างหนึ่ง", ["คลินิกยาถึงบ้าน", "ใบอนุญาตใน 1 วัน"]),
        ("DEPARTMENT ONE", ["คลินิกยาถึงบ้าน", "ใบอนุญาตใน 1 วัน"]),
        ("ไม่มีคำนี้", []),
        ("100%", []),
    ],
)
def test_works_are_found_by_parts_of_words(client: FlaskClient, world: World, typed: str, found: list[str]) -> None:
    winner(world, "ใบอนุญาตใน 1 วัน", "good")
    winner(world, "คลินิกยาถึงบ้าน", "outstanding", "ps-development@2564")
    assert sorted(titles(client, f"?q={typed.replace('%', '%25')}")) == sorted(found)


def test_filters_stand_in_the_address_and_come_with_counts(client: FlaskClient, world: World) -> None:
    winner(world, "หนึ่ง", "outstanding")
    winner(world, "สอง", "good")
    winner(world, "สาม", "good", "pg-poverty@2564")
    assert titles(client, "?level=good&branch=PS") == ["สอง"]
    assert titles(client, "?type=joint_poverty_reduction") == ["สาม"]
    assert titles(client, "?year=2560") == []
    client.post("/language", data={"language": "en"})
    page = client.get("/winners?level=good").text
    assert "2 works" in page
    assert 'Public service <span class="lr-muted">1</span>' in page


def test_the_best_level_stands_first(client: FlaskClient, world: World) -> None:
    winner(world, "ดี", "good")
    winner(world, "ดีเด่น", "outstanding")
    assert titles(client) == ["ดีเด่น", "ดี"]


def test_a_category_award_is_named_and_grouped(client: FlaskClient, world: World) -> None:
    application = winner(world, "จังหวัดต้นแบบ", "cat1", "pmqa-category@2564")
    record = client.get("/winners.json?level=category").get_json()["winners"][0]
    award = next(kind for kind in published_rubrics()["pmqa-category@2564"].award_types if kind.code == "cat1")
    assert (record["code"], record["award_th"]) == (application.code, award.title.th)


def test_an_address_that_goes_out_is_the_installations_whatever_host_was_asked(
    client: FlaskClient, world: World
) -> None:
    application = winner(world, "ดีเด่น", "outstanding")
    data = client.get("/winners.json", headers={"Host": "elsewhere.example"}).get_json()
    base = client.application.extensions["lertrat_settings"].base_url
    assert [each["page"] for each in data["winners"]] == [f"{base}/winners/{application.id}"]


def test_a_status_carries_its_agencys_name(client: FlaskClient, world: World) -> None:
    application = world.draft(world.programme_of("pmqa40@2564"))
    world.fill(application)
    application.submitted_at = application.created_at
    announce(application, "advance")
    assert titles(client, "?level=status") == ["กรมตัวอย่างหนึ่ง"]


def test_open_data_names_its_licence(client: FlaskClient, world: World) -> None:
    winner(world, "=HYPERLINK(1)")
    data = client.get("/winners.json").get_json()
    assert (data["count"], data["licence"]["url"]) == (1, "https://creativecommons.org/licenses/by/4.0/")
    text = client.get("/winners.csv").data
    assert text.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(text.decode("utf-8-sig")))
    assert (row["title_th"], row["licence"]) == ("'=HYPERLINK(1)", "https://creativecommons.org/licenses/by/4.0/")


def test_more_winners_need_no_more_statements(client: FlaskClient, world: World) -> None:
    counts = []
    for titles_now in (("หนึ่ง",), ("สอง", "สาม")):
        for title in titles_now:
            winner(world, title)
        for address in ("/winners", "/winners.json"):
            with count_statements() as found:
                client.get(address)
            counts.append(len(found))
    assert counts[:2] == counts[2:]


def test_without_winners_the_page_says_what_will_stand_here(client: FlaskClient, world: World) -> None:
    assert client.get("/winners").status_code == 200
    assert client.get("/winners?q=x&page=9").status_code == 200
    assert '<p class="lr-onpaper lr-small">ค้นด้วยคำว่า x</p>' in client.get("/winners?q=x").text, (
        "a search box is not printed"
    )
    assert client.get("/winners.csv").data == b"\xef\xbb\xbfcode,licence\r\n"

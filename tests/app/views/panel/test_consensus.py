"""The consensus room: who enters, what stands side by side, what the lead writes, what keeps it open."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from app.extensions import db
from app.models import ConsensusEntry, ConsensusOpinion, ConsensusSheet, ConsensusState, ScoreSheet, SheetState
from app.queries.consensus_page import ConsensusPage, Standing
from app.services.opinions import mark_of
from tests.assessing import in_the_room
from tests.panels import assessor, hear_everybody
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.world import World
from workflows.roles import Role

EVERY_NODE = ("d1.1", "d1.2", "d2.1", "d2.2", "d2.3", "d3.1", "d3.2", "d3.3", "d4.1", "d4.2", "d5.1", "d5.2")


def patch(client: FlaskClient, room: ConsensusSheet, change: tuple[str, Any, int], node: str) -> Any:
    return client.post(
        f"/consensus/{room.id}/nodes/{node}/agreement",
        json=dict(zip(("field", "value", "version"), change, strict=True)),
    )


def first_source(room: ConsensusSheet, node: str) -> str:
    page = ConsensusPage(room)
    item = page.item(node)
    assert item is not None, "the agenda has every node"
    return page.sources(item, "th")[0].ref


def version_of(room: ConsensusSheet, node: str) -> int:
    db.session.expire_all()
    entry = db.session.query(ConsensusEntry).filter_by(consensus_id=room.id, node_id=node).one_or_none()
    return entry.version if entry else 0


def test_members_meet_each_others_sheets_and_names(world: World, client: FlaskClient) -> None:
    room = in_the_room(world, [90, 50, 90])
    for number in (1, 2, 3):
        sign_in(client, assessor(world, number))
        page = client.get(f"/consensus/{room.id}").get_data(as_text=True)
        assert [f"ผู้ตรวจตัวอย่าง {other}" in page for other in (1, 2, 3)] == [True] * 3


def test_nobody_enters_before_all_sheets_are_in_or_without_an_own_sheet(world: World, client: FlaskClient) -> None:
    room = in_the_room(world, 80)
    db.session.query(ScoreSheet).filter_by(assessor_id=assessor(world, 3).id).one().state = SheetState.VOID
    db.session.commit()
    for stranger in (assessor(world, 3), assessor(world, 9), world.person(Role.HEAD), world.officer):
        sign_in(client, stranger)
        assert client.get(f"/consensus/{room.id}").status_code == 404
        assert client.get(f"/consensus/{room.id}/nodes/d1.1").status_code == 404
        assert client.post(f"/consensus/{room.id}/record").status_code == 404


def test_the_agenda_puts_what_must_be_discussed_first(world: World) -> None:
    page = ConsensusPage(in_the_room(world, [90, 50, 90]))
    assert {item.standing for item in page.agenda} == {Standing.OPEN}
    assert {item.id for item in page.agenda} == {*EVERY_NODE, "total"}
    alike = ConsensusPage(page.consensus)
    assert sorted(scores.total for scores in alike._scores if scores.total) == [50, 90, 90]  # what the room starts from


def test_the_lead_agrees_node_by_node_and_records(world: World, client: FlaskClient) -> None:
    room = in_the_room(world, [90, 50, 90])
    sign_in(client, assessor(world, 1))
    refused = client.post(f"/consensus/{room.id}/record")
    assert (refused.status_code, 'nodes/total">' in refused.get_data(as_text=True)) == (422, True)
    for node in EVERY_NODE:
        form = {
            "percent": "80",
            "percent-before": "",
            "reason": "ตกลงตามหลักฐาน",
            "evidence": first_source(room, node),
            "version-entry": str(version_of(room, node)),
        }
        assert client.post(f"/consensus/{room.id}/nodes/{node}", data=form).status_code == 302
    assert patch(client, room, ("reason", "ตกลงรายตัวชี้วัดแล้ว", 0), "total").status_code == 200
    assert client.post(f"/consensus/{room.id}/record").status_code == 422
    hear_everybody(room)
    assert client.post(f"/consensus/{room.id}/record").location == f"/consensus/{room.id}"
    db.session.refresh(room)
    assert (room.state, room.total) == (ConsensusState.RECORDED, "80")
    assert "data-autosave-url" not in client.get(f"/consensus/{room.id}").get_data(as_text=True)


def test_a_patch_moves_the_total_and_a_stale_one_shows_both(world: World, client: FlaskClient) -> None:
    room = in_the_room(world, [90, 50, 90])
    sign_in(client, assessor(world, 1))
    version = version_of(room, "d1.1")
    saved = patch(client, room, ("percent", "50", version), "d1.1")
    assert (saved.status_code, saved.json["figures"]["open"]) == (200, "13")
    clash = patch(client, room, ("percent", "60", version), "d1.1")
    assert (clash.status_code, clash.json) == (409, {"theirs": "50", "version": version + 1})


def test_members_read_and_only_the_lead_writes(world: World, client: FlaskClient) -> None:
    room = in_the_room(world, 80)
    sign_in(client, assessor(world, 2))
    assert client.get(f"/consensus/{room.id}").status_code == 200
    assert patch(client, room, ("percent", "50", 1), "d1.1").status_code == 404
    assert client.post(f"/consensus/{room.id}/nodes/d1.1", data={"percent": "50"}).status_code == 404
    assert client.post(f"/consensus/{room.id}/record").status_code == 404


def test_disputed_checkpoints_are_settled_one_by_one(world: World, client: FlaskClient) -> None:
    room = in_the_room(world, [100, 60], "pmqa40@2564")
    sign_in(client, assessor(world, 1))
    page = ConsensusPage(room)
    disputed = next(item for item in page.open_items if "ticks" in item.reasons)
    assert {len(set(votes)) for votes in page.tick_votes(disputed).values()} == {1, 2}
    shown = client.get(f"/consensus/{room.id}/nodes/{disputed.id}")
    assert shown.status_code == 200
    ticks = list(page.tick_votes(disputed))
    version = version_of(room, disputed.id)
    assert patch(client, room, ("ticks", ticks, version), disputed.id).status_code == 200
    answer = patch(client, room, ("reason", "พบหลักฐานครบ", version + 1), disputed.id)
    assert answer.json["figures"]["open"] == str(len(page.open_items))
    item = ConsensusPage(room).item(disputed.id)
    assert (
        item is not None and item.standing is Standing.PROPOSED
    )  # the agency wrote nothing here a reason could rest on
    hear_everybody(room)
    assert disputed.id not in [each.id for each in ConsensusPage(room).open_items]


def test_a_checklists_total_says_that_unsettled_ticks_do_not_count(world: World, client: FlaskClient) -> None:
    room = in_the_room(world, [100, 60], "pmqa40@2564")
    sign_in(client, assessor(world, 1))
    client.post("/language", data={"language": "en", "next": "/"})
    first, second = (
        [each for each in sheet.entries if each.node_id == "1.1"] for sheet in db.session.query(ScoreSheet)
    )
    second[0].value = first[0].value
    db.session.commit()
    words = (
        "also before the members have answered; every other checkpoint counts as not met",
        "and the mean elsewhere",
        "The ticks are alike",
        "the mean holds",
    )

    def said(node: str) -> list[bool]:
        text = client.get(f"/consensus/{room.id}/nodes/{node}").text.replace("\u00a0", " ")
        return [each in text for each in words]

    assert (said("1.2"), said("1.1")) == ([True, False, False, False], [True, False, True, False])


def test_nothing_is_proposed_and_nobody_answers_before_the_lead_writes(world: World, client: FlaskClient) -> None:
    room = in_the_room(world, [100, 60], "pmqa40@2564")
    disputed = next(item.id for item in ConsensusPage(room).agenda if "ticks" in item.reasons)
    place, answers = f"/consensus/{room.id}/nodes/{disputed}", ('name="stance"', "agree-with-the-rest")
    entry = db.session.query(ConsensusEntry).filter_by(consensus_id=room.id, node_id=disputed).one()
    told = {"seen": mark_of(entry), "stance": "agrees"}
    sign_in(client, assessor(world, 2))
    page = client.get(place).text
    assert ([words in page for words in answers], "ยังไม่มีข้อเสนอ" in page) == ([False, False], True)
    assert client.post(f"{place}/opinion", data=told).status_code == 422
    assert client.post(f"/consensus/{room.id}/agree-with-the-rest").status_code == 302
    assert db.session.query(ConsensusOpinion).count() == 0
    sign_in(client, assessor(world, 1))
    assert patch(client, room, ("reason", "พบหลักฐานครบ", entry.version), disputed).status_code == 200
    sign_in(client, assessor(world, 2))
    assert [words in client.get(place).text for words in answers] == [True, True]
    assert client.post(f"{place}/opinion", data=told).status_code == 302


def test_an_agreement_saved_without_reason_and_evidence_says_so(world: World, client: FlaskClient) -> None:
    room = in_the_room(world, [90, 50, 90])
    sign_in(client, assessor(world, 1))
    client.post("/language", data={"language": "en"})
    form = {"percent": "80", "percent-before": "", "version-entry": str(version_of(room, "d1.1"))}
    page = client.post(f"/consensus/{room.id}/nodes/d1.1", data=form, follow_redirects=True).text
    assert "saved as a draft. Still missing: the reason, the evidence" in page.replace("\u00a0", " ")
    form |= {
        "reason": "ตกลงแล้ว",
        "evidence": first_source(room, "d1.1"),
        "version-entry": str(version_of(room, "d1.1")),
    }
    page = client.post(f"/consensus/{room.id}/nodes/d1.1", data=form, follow_redirects=True).text
    assert "saved as a draft" not in page


def test_one_sheet_alone_lies_apart_from_nothing(world: World, client: FlaskClient) -> None:
    room = in_the_room(world, [100, 60], "pmqa40@2564")
    disputed = next(item.id for item in ConsensusPage(room).agenda if "ticks" in item.reasons)
    silent = db.session.query(ScoreSheet).filter_by(assessor_id=assessor(world, 2).id).one()
    judged = next(entry for entry in silent.entries if entry.node_id == disputed)
    judged.value, judged.cannot_judge = {}, True
    db.session.commit()
    item = ConsensusPage(room).item(disputed)
    assert item is not None and (item.spread, item.must_be_discussed) == (None, True)
    sign_in(client, assessor(world, 1))
    shown = client.get(f"/consensus/{room.id}/nodes/{disputed}").text
    assert "มีผู้ให้คะแนนเพียงคนเดียว" in shown.replace("\u2060", "")


def test_bands_apart_are_agreed_by_dimensions(world: World, client: FlaskClient) -> None:
    room = in_the_room(world, [80, 40, 80, 80], "pmqa-category@2564")
    sign_in(client, assessor(world, 1))
    assert client.get(f"/consensus/{room.id}/nodes/1.1").status_code == 200
    levels = {f"level-{name}": "3" for name in ("approach", "deployment", "learning", "integration")}
    form = {**levels, "percent": "60", "reason": "ใช้ทั่วถึง", "version-entry": str(version_of(room, "1.1"))}
    form["evidence"] = first_source(room, "1.1")
    assert client.post(f"/consensus/{room.id}/nodes/1.1", data=form).status_code == 302
    item = ConsensusPage(room).item("1.1")
    assert item is not None and item.standing is Standing.PROPOSED  # one statement about one item


def test_a_room_costs_the_same_whatever_was_said_in_it(world: World) -> None:
    room = in_the_room(world, [90, 50, 90])

    def statements() -> int:
        db.session.expire_all()
        with count_statements() as found:
            page = ConsensusPage(room)
            assert (len(page.agenda), page.agreed.maximum) == (13, 100)
        return len(found)

    few = statements()
    assert few <= 14


def test_a_member_answers_a_proposal_and_says_why(world: World, client: FlaskClient) -> None:
    room = in_the_room(world, 80)
    sign_in(client, assessor(world, 1))
    assert patch(client, room, ("percent", "70", version_of(room, "d1.1")), "d1.1").status_code == 200
    sign_in(client, assessor(world, 2))
    place = f"/consensus/{room.id}/nodes/d1.1"
    before = client.get(f"/consensus/{room.id}/mark").json
    shown = client.get(place).get_data(as_text=True)
    seen = shown.split('name="seen" value="')[1].split('"')[0]
    for form, fault in (({"seen": seen}, "stance-error"), ({"seen": seen, "stance": "dissents"}, "words-error")):
        refused = client.post(f"{place}/opinion", data=form)
        assert (refused.status_code, f'id="{fault}"' in refused.get_data(as_text=True)) == (422, True)
    told = {"seen": seen, "stance": "dissents", "words": "ยังสูงไป"}
    assert client.post(f"{place}/opinion", data=told).status_code == 302
    assert client.post(f"{place}/remarks", data={"remark": "ดูหน้า 3"}).status_code == 302
    assert client.post(f"{place}/remarks", data={"remark": " "}).status_code == 422
    assert client.post(f"/consensus/{room.id}/agree-with-the-rest").status_code == 302
    sign_in(client, assessor(world, 1))
    page = client.get(place).get_data(as_text=True)
    assert ("ยังสูงไป" in page, "ดูหน้า 3" in page) == (True, True)
    assert client.get(f"/consensus/{room.id}/mark").json != before
    asked = [{"percent": "มาก"}, {"member": "", "absence": "ลาป่วย"}]
    refused = [client.post(where, data=form) for where, form in zip((place, f"{place}/absences"), asked, strict=True)]
    kept = ["data-unsaved" in page.get_data(as_text=True) for page in refused]
    assert ([page.status_code for page in refused], kept) == ([422, 422], [True, False])
    absent = {"member": str(assessor(world, 3).id), "absence": "ลาป่วย"}
    assert client.post(f"{place}/absences", data=absent).status_code == 302
    assert client.post(f"/consensus/{room.id}/record").status_code == 302


def test_what_need_not_be_discussed_counts_in_no_figure_of_what_is_settled(world: World, client: FlaskClient) -> None:
    room = in_the_room(world, 80)
    sign_in(client, assessor(world, 1))
    saved = patch(client, room, ("percent", "70", version_of(room, "d1.1")), "d1.1")
    figures = saved.json["figures"]
    assert (figures["open"], figures["agreed"], figures["to-discuss"]) == ("1", "0", "0")


def test_who_cannot_judge_an_item_is_not_said_to_have_found_it_unmet(world: World, client: FlaskClient) -> None:
    room = in_the_room(world, [100, 100], "pmqa40@2564")
    judged = next(
        entry
        for sheet in db.session.query(ScoreSheet).filter_by(application_id=room.application_id)
        if sheet.assessor_id == assessor(world, 2).id
        for entry in sheet.entries
        if entry.node_id == "1.1"
    )
    judged.value, judged.cannot_judge = {}, True
    db.session.commit()
    sign_in(client, assessor(world, 1))
    client.post("/language", data={"language": "en"})
    assert "cannot judge" in client.get(f"/consensus/{room.id}/nodes/1.1").text
    assert {*ConsensusPage(room).tick_votes(ConsensusPage(room).item("1.1"))["1.1-b1"]} == {True, None}

"""The PMQA 4.0 self-assessment: ticks and indicators move the score at once, and nothing half typed breaks it."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from app.clock import now
from app.extensions import db
from app.models import Answer, Application, Receipt
from app.queries.applicant_scores import self_scores
from rubrics import load_rubric
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.world import World
from workflows.application import ApplicationState, Phase
from workflows.roles import Role

RUBRIC = load_rubric("pmqa40@2564")
BASIC = [f"tick.{point}" for point, (_, level, _item) in RUBRIC.checkpoints.items() if level == "basic"]


@pytest.fixture
def draft(client: FlaskClient, world: World) -> Application:
    made = world.draft(world.programme_of("pmqa40@2564"))
    sign_in(client, world.person(Role.COORDINATOR))
    client.post("/language", data={"language": "en", "next": "/"})
    return made


def patch(client: FlaskClient, draft: Application, field: str, value: Any, version: int = 0) -> dict[str, Any]:
    answer = client.post(f"/applications/{draft.id}/answers", json={"field": field, "value": value, "version": version})
    assert answer.status_code == 200
    return dict(answer.get_json())


def test_every_basic_tick_without_indicators_is_at_least_257() -> None:
    own = self_scores(RUBRIC, dict.fromkeys(BASIC, True))
    assert (own.scores.total, int(own.scores.at_least), own.scores.unscored) == (
        None,
        257,
        ("7.1", "7.2", "7.3", "7.4", "7.5", "7.6"),
    )


HALF_TYPED: list[dict[str, str]] = [
    {"title": "ยังไม่มีค่า"},
    {"title": "ไม่มีเป้า", "actual": "3", "target": "", "direction": "less"},
    {"title": "เป้าศูนย์", "actual": "3", "target": "0", "direction": "more"},
    {"title": "ตัวเลขยาว", "actual": "1." + "1" * 30, "target": "9", "direction": "more"},
    {"title": "ไม่มีทิศทาง", "actual": "91", "target": "90"},
]


def test_half_typed_rows_are_left_out_and_named() -> None:
    own = self_scores(RUBRIC, {"kpis.7.1": HALF_TYPED})
    assert [(each.item_id, each.row, each.title) for each in own.left_out] == [
        ("7.1", row, HALF_TYPED[row - 1]["title"]) for row in (1, 2, 3, 4)
    ]
    assert own.scores.nodes["7.1"] == 400


def test_a_ramp_comes_from_the_criteria_and_not_from_the_row() -> None:
    row = {"title": "x", "example": "7.1-k1", "actual": "95", "target": "1000", "direction": "more", "floor": "0"}
    assert self_scores(RUBRIC, {"kpis.7.1": [row]}).scores.nodes["7.1"] == 500


def test_the_best_raise_counts_ticks_made_above_it() -> None:
    ticks = dict.fromkeys(
        [*BASIC, *(f"tick.{point}" for point in RUBRIC.checkpoints if point.startswith("3.3-s"))], True
    )
    best = self_scores(RUBRIC, ticks).best_raises[0]
    assert (best.item.id, best.level, round(best.gain, 2)) == ("3.3", "advance", Decimal("7.14"))


def test_results_not_entered_yet_are_worth_what_they_can_add() -> None:
    own = self_scores(RUBRIC, {"kpis.7.1": [{"title": "ก", "actual": "91", "target": "90", "direction": "more"}]})
    assert [item.id for item in own.unscored_results] == ["7.2", "7.3", "7.4", "7.5", "7.6"]
    assert round(own.results_at_most, 2) == Decimal("59.52")  # five of the six items of one of seven categories, at 500


def test_the_next_step_names_the_band_above_and_the_checkpoints_by_item() -> None:
    step = self_scores(RUBRIC, dict.fromkeys(BASIC, True)).next_step
    assert step.standing.next is not None
    assert step.cheapest is not None
    named = [point.id for _, points in step.by_item for point in points]
    assert (step.standing.next.code, tuple(named)) == ("basic", step.cheapest.checkpoints)


def test_a_saved_tick_brings_the_exact_figures_of_the_server(client: FlaskClient, draft: Application) -> None:
    totals = patch(client, draft, "tick.1.1-b1", True)["totals"]
    assert (totals["1.1"], totals["1.2"], totals["7.1"], totals["total"]) == ("100", "0", None, None)


def test_saved_indicators_bring_the_score_of_their_item(client: FlaskClient, draft: Application) -> None:
    rows = [{"title": "ก", "unit": "ร้อยละ", "actual": "91", "target": "90", "direction": "more"}, {"title": "ครึ่ง"}]
    assert patch(client, draft, "kpis.7.2", rows)["totals"]["7.2"] == "400"


def test_the_page_of_an_item_holds_what_the_live_totals_need(client: FlaskClient, draft: Application) -> None:
    patch(client, draft, "tick.1.1-b1", True)
    page = client.get(f"/applications/{draft.id}/parts/category-1?item=1.1").text
    found = re.search(r"data-scores='?\"?({[^>]*?})[\"']", page.replace("&#34;", '"'))
    assert found is not None
    scores = json.loads(found[1])
    assert (list(scores), scores["1.1"], scores["7.6"]) == ([leaf.id for leaf in RUBRIC.leaves], "100", None)
    assert page.count("data-checkpoint") == RUBRIC.node("1.1").checkpoint_count


def test_an_item_of_another_category_is_not_there(client: FlaskClient, draft: Application) -> None:
    assert client.get(f"/applications/{draft.id}/parts/category-1?item=2.1").status_code == 404


def test_without_a_script_one_item_is_saved_and_the_others_stay(client: FlaskClient, draft: Application) -> None:
    patch(client, draft, "tick.1.2-b1", True)
    address = f"/applications/{draft.id}/parts/category-1"
    answer = client.post(
        address, data={"item": "1.1", "tick.1.1-b1": "yes", "tick.1.1-b2": "yes", "then": "to:category-1/1.2"}
    )
    assert (answer.status_code, answer.location) == (302, f"{address}?item=1.2")
    page = client.get(f"/applications/{draft.id}/self-assessment").text
    ticked = [
        client.get(f"{address}?item={item}").text.count(" checked data-autosave data-checkpoint")
        for item in ("1.1", "1.2")
    ]
    assert (ticked, "At least" in page) == ([2, 1], True)


def test_a_level_above_an_incomplete_one_says_when_it_counts(client: FlaskClient, draft: Application) -> None:
    page = client.get(f"/applications/{draft.id}/parts/category-3?item=3.3").text
    words = re.sub(r"<[^>]*>", "", page)
    assert ["counts once Basic is complete: 3 left" in words, "counts once Advance is complete: 4 left" in words] == [
        True,
        True,
    ]


def test_the_overview_names_what_is_not_in_the_score(client: FlaskClient, draft: Application) -> None:
    patch(client, draft, "kpis.7.3", [{"title": "ยังไม่ครบ", "actual": "3"}])
    assert "7.3 · Row 1: ยังไม่ครบ" in client.get(f"/applications/{draft.id}/self-assessment").text


ROWS = [
    {"title": "ก", "unit": "ร้อยละ", "actual": "91", "target": "90", "year_1": "88", "direction": "more"},
    {"title": "ข", "unit": "วัน", "actual": "สามวัน", "target": "5", "direction": "less"},
]


def test_a_figure_that_is_none_is_refused_at_its_own_cell(client: FlaskClient, draft: Application) -> None:
    body = {"field": "kpis.7.1", "value": ROWS, "version": 0}
    answer = client.post(f"/applications/{draft.id}/answers", json=body)
    assert (answer.status_code, answer.get_json()["obstacles"]) == (
        422,
        [{"field": "kpis.7.1/1/actual", "message": "Enter a number"}],
    )


def test_without_a_script_the_cell_says_so_and_keeps_what_was_typed(client: FlaskClient, draft: Application) -> None:
    form = {f"kpis.7.1/{place}/{name}": value for place, row in enumerate(ROWS) for name, value in row.items()}
    answer = client.post(f"/applications/{draft.id}/parts/category-7", data={"item": "7.1", **form})
    page = answer.text
    cell = re.search(r'<input[^>]*id="kpis\.7\.1-1-actual"[^>]*>', page)
    assert cell is not None
    assert [part in cell[0] for part in ('value="สามวัน"', 'aria-invalid="true"', "kpis.7.1-1-actual-error")] == [
        True
    ] * 3
    assert (answer.status_code, 'href="#kpis.7.1-1-actual"' in page, 'value="91"' in page) == (422, True, True)


def test_an_indicator_shows_its_score_and_its_years(client: FlaskClient, draft: Application) -> None:
    patch(client, draft, "kpis.7.1", ROWS[:1])
    page = client.get(f"/applications/{draft.id}/parts/category-7?item=7.1").text
    said = ["data-row-score>400.00<", "1 year before", "better than the year before"]
    assert [words for words in said if words not in page] == []


def test_a_row_that_is_begun_and_has_no_score_says_what_it_lacks(client: FlaskClient, draft: Application) -> None:
    begun = [
        {"title": "ยังไม่มีค่า"},
        {"title": "เป้าศูนย์", "actual": "3", "target": "0", "direction": "less"},
        {"title": "เป้าศูนย์ ยังไม่วัด", "target": "0", "direction": "less"},
        {"title": "มีช่วง", "example": "7.1-k1", "target": "9"},
        {"title": "ครบ", "actual": "91", "target": "90", "direction": "more"},
    ]
    patch(client, draft, "kpis.7.1", begun)
    page = client.get(f"/applications/{draft.id}/parts/category-7?item=7.1").text.split("<template")[0]
    notes = re.findall(
        r"data-row-unscored( hidden)?>.*?((?:<span data-lacks.*?</span>\s*){3})",
        page,
        re.DOTALL,
    )
    told = [(bool(hidden), re.findall(r'data-lacks="(\w+)">', words)) for hidden, words in notes]
    assert told[:5] == [(False, ["target"]), (False, ["decision"])] + [(False, ["result"])] * 2 + [(True, ["decision"])]
    assert set(map(str, told[5:])) == {"(True, ['target'])"}


def test_a_saved_tick_brings_the_way_up_and_a_text_does_not(client: FlaskClient, draft: Application) -> None:
    ticked = client.post(
        f"/applications/{draft.id}/answers", json={"field": "tick.1.1-b1", "value": True, "version": 0}
    ).get_json()
    written = client.post(
        f"/applications/{draft.id}/answers", json={"field": "text.1.1.basic", "value": "ก", "version": 0}
    ).get_json()
    assert ("reach Basic" in ticked["way_up"], "way_up" in written) == (True, False)


def test_the_way_up_is_the_shortest_only_once_every_result_is_entered(client: FlaskClient, draft: Application) -> None:
    row = {"title": "Indicator", "actual": "91", "target": "90", "direction": "more"}
    *others, last = [item.id for item in RUBRIC.leaves if not item.levels]
    for item in others:
        patch(client, draft, f"kpis.{item}", [row])
    open_still = patch(client, draft, "tick.1.1-b1", True)["way_up"]
    entered = patch(client, draft, f"kpis.{last}", [row])["way_up"]
    said = ["no fewer do", "By checkpoints alone", "at least", f"not entered yet ({last})"]
    assert [[words in told for words in said] for told in (open_still, entered)] == [
        [False, True, True, True],
        [True, False, False, False],
    ]


def test_a_patch_writes_one_row_and_reads_no_other_answer_of_the_form(client: FlaskClient, draft: Application) -> None:
    for field in ("text.1.1.basic", "text.1.2.basic", "tick.1.1-b1"):
        patch(client, draft, field, True if field.startswith("tick") else "ข้อความ")
    with count_statements() as found:
        patch(client, draft, "text.1.1.basic", "ข้อความใหม่", version=1)
    written = [each.split()[2] for each in found.sent if each.startswith("INSERT")]
    changed = [each for each in found.sent if each.startswith("UPDATE answers")]
    assert (written, len(changed)) == (["answer_versions"], 1)


def test_who_may_only_read_sees_the_whole_category(client: FlaskClient, draft: Application, world: World) -> None:
    patch(client, draft, "tick.1.1-b1", True)
    patch(client, draft, "text.1.1.basic", "ระบบการนำองค์การ")
    sign_in(client, world.person(Role.HEAD))
    page = client.get(f"/applications/{draft.id}/parts/category-1").text
    assert [f'id="item-{item}"' in page for item in ("1.1", "1.2", "1.3", "1.4")] == [True] * 4
    assert (page.count("is-met"), "ระบบการนำองค์การ" in page, "data-checkpoint" in page) == (1, True, False)


def test_what_may_be_left_empty_is_not_counted_and_what_is_begun_is_not_called_complete(
    client: FlaskClient, world: World, draft: Application
) -> None:
    """The count says what blocks sending: it is full when nothing is missing, whatever categories are left empty."""
    world.fill(draft, **{"kpis.7.1": ONE_ROW, "text.7.1": "อธิบายผลลัพธ์"})
    page = client.get(f"/applications/{draft.id}").text
    found = re.search(r"(\d+) of (\d+) required parts complete", page)
    assert found is not None
    assert (found[1] == found[2], "1 of 6 items filled in" in page) == (True, True)
    assert page.count("May be left empty where the agency claims nothing") == 6


def test_what_is_left_empty_is_named_and_confirmed_before_it_is_sent(
    client: FlaskClient, world: World, draft: Application
) -> None:
    world.fill(draft, **{"kpis.7.1": ONE_ROW, "text.7.1": "อธิบายผลลัพธ์"})
    page = client.get(f"/applications/{draft.id}").text
    assert ["7.2, 7.3, 7.4, 7.5, 7.6" in page, 'name="left_empty"' in page] == [True, True]
    send = f"/applications/{draft.id}/send-for-approval"
    without = client.post(send)
    db.session.expire_all()
    assert (without.status_code, draft.state) == (422, ApplicationState.DRAFT)
    assert ['href="#left_empty"' in without.text, 'id="left_empty-error"' in without.text] == [True, True]
    client.post(send, data={"left_empty": "yes"})
    db.session.expire_all()
    assert draft.state is ApplicationState.AWAITING_APPROVAL


ONE_ROW = [{"title": "ตัวชี้วัด", "unit": "ร้อยละ", "direction": "more", "target": "90", "actual": "91"}]


def test_what_was_handed_in_can_be_read_whatever_comes_after(client: FlaskClient, world: World) -> None:
    """The figures are those of the snapshot, in the first round and while the report of the second is written."""
    application = world.submitted(world.programme_of("pmqa40@2564"))
    receipt = db.session.query(Receipt).one()
    live = {"application_id": application.id, "saved_by_id": world.person(Role.COORDINATOR).id, "saved_at": now()}
    db.session.add(Answer(field="tick.1.1-b1", value=True, version=1, **live))
    sign_in(client, world.person(Role.CONTRIBUTOR))
    client.post("/language", data={"language": "en", "next": "/"})
    address = f"/applications/{application.id}/self-assessment"
    seen = []
    for phase in (Phase.ENTRY, Phase.REPORT):
        application.phase = phase
        db.session.commit()
        offered = f'href="{address}"' in client.get(f"/applications/{application.id}").text
        answer = client.get(address)
        page = html.document_fromstring(client.get(answer.location).text)
        [row] = page.xpath("//tr[starts-with(normalize-space(th), '1.1 ')]")
        seen.append((offered, answer.location, [cell.text_content() for cell in row.findall("td")]))
    assert seen == [(True, f"/receipts/{receipt.id}#self-assessment", ["Below Basic", "0.00"])] * 2

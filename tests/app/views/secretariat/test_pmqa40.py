"""Monitoring of the status assessment: what it counts, how it sorts and filters, what it exports, and at what cost."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from app.clock import now
from app.extensions import db
from app.models import Application, Event, Finding, Programme, SiteVisit, VisitPoint
from app.queries.criteria import rubric_of
from app.queries.pmqa40_boards import Basis, by_kind, by_ministry, levels_by_item, one_page, tint, tint_edges
from app.queries.pmqa40_standings import Shown, standings_of
from app.views.formatting import figure
from tests.rounds import PMQA40, stand
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.world import World
from workflows.application import ApplicationState
from workflows.roles import Role
from workflows.scoring.totals import Scores

S = ApplicationState
BOARDS = ("", "/levels", "/heat-map", "/self-and-agreed", "/agencies")


@pytest.fixture
def arranged(world: World) -> World:
    """Four agencies: one that drafts, one that stopped, two that went on, one of them certified lower than it said."""
    stand(world, 1, own=0, agreed=None, state=S.DRAFT)
    stand(world, 2, own=100, agreed=40, state=S.NOT_ADVANCED)
    stand(world, 3, own=60, agreed=100)
    stand(world, 4, own=100, agreed=100, state=S.SITE_VISIT)
    return world


def test_the_boards_count_what_agencies_came_to_and_how_their_items_stand(arranged: World) -> None:
    programme = arranged.programme_of(PMQA40)
    standings = standings_of(programme, Shown(), viewer=arranged.officer)
    assert standings.steps == ("started", "submitted", "r1", "r2", "certified")
    of_kind = {str(row.group): (row.agencies, row.reached) for row in by_kind(standings)}
    assert of_kind["department"] == (6, (4, 3, 2, 1, 0))
    counted = [(row.group.code if row.group else None, row.reached) for row in by_ministry(standings)]  # type: ignore[union-attr]
    assert counted == [("moex", (2, 1, 1, 0, 0)), (None, (2, 2, 1, 1, 0))]
    first = levels_by_item(standings, Basis.AGREED)[0]
    assert (first.item.id, first.counts, first.scored) == ("1.1", (1, 0, 0, 2), 3)
    assert [row.agency.code for row in one_page(standings, Basis.OWN, sort="1.1", descending=True, page=1).rows][
        -1
    ] == "dex-3"
    page = one_page(standings, Basis.AGREED, sort="difference", descending=False, page=9, both=True)
    assert ([row.agency.code for row in page.rows], page.page) == (["dex-2", "dex-4", "dex-3"], 1)
    lowest, equal, highest = (row.difference for row in page.rows)
    assert (lowest is not None and lowest < 0, equal, highest is not None and highest > 0) == (True, 0, True)


def test_a_printed_difference_is_that_of_the_printed_totals(arranged: World) -> None:
    [row, *_others] = one_page(
        standings_of(arranged.programme_of(PMQA40), Shown(), viewer=arranged.officer),
        Basis.AGREED,
        sort="own",
        descending=True,
        page=1,
        both=True,
    ).rows
    assert row.own is not None
    totals = {"own": Decimal("411.99"), "agreed": Decimal("412.01")}
    shown = replace(row, **{name: replace(row.own, total=total) for name, total in totals.items()})
    assert (shown.difference, shown.printed_difference) == (Decimal("0.02"), 1)


def test_tints_begin_at_half_of_basic_and_where_each_level_is_complete(world: World) -> None:
    edges = tint_edges(rubric_of(world.programme_of(PMQA40)))
    assert edges == (150, 300, 400, 500)
    values = (None, 0, 149, 150, 300, 399, 400, 500)
    found = [tint(None if value is None else Decimal(value), edges) for value in values]
    assert found == [None, 0, 0, 1, 2, 2, 3, 4]


def test_the_address_filters_sorts_and_pages_and_the_workbook_holds_all_of_it(
    arranged: World, client: FlaskClient
) -> None:
    sign_in(client, arranged.officer)
    for board in BOARDS[2:4]:
        page = client.get(f"/office/pmqa40{board}?ministry={arranged.ministry.id}&year=2569").get_data(as_text=True)
        assert ("กรมตัวอย่างที่ 3" in page, "กรมตัวอย่างที่ 4" in page) == (True, False)
    assert client.get("/office/pmqa40/heat-map?kind=province").status_code == 200
    assert client.get("/office/pmqa40/heat-map?year=9&by=x&sort=zz&order=up&page=-4&ministry=%00").status_code == 200
    response = client.post("/office/pmqa40/export", data={"ministry": str(arranged.ministry.id)})
    book = load_workbook(BytesIO(response.data))
    assert len(book.worksheets) == 7
    agreed = [row[:2] for row in book.worksheets[6].iter_rows(values_only=True, min_row=2)]
    assert agreed == [("กรมตัวอย่างที่ 3", agreed[0][1])]
    heads, of_ministry, *_ = book.worksheets[0].iter_rows(values_only=True)
    assert dict(zip(heads, of_ministry, strict=True))["ยังไม่เริ่ม"] == 2
    event = db.session.query(Event).filter_by(kind="exported").one()
    assert (event.subject, event.actor) == ("exports:pmqa40", arranged.officer.ledger_ref)


def test_every_figure_leads_to_the_agencies_it_counts(arranged: World, client: FlaskClient) -> None:
    sign_in(client, arranged.officer)
    board = client.get("/office/pmqa40").text
    counted = re.findall(r'<a href="(/office/pmqa40/agencies[^"]*)">(\d+)</a>', board)
    for address, number in counted:
        page = client.get(address.replace("&amp;", "&")).text
        listed = page[page.index("<tbody>") : page.index("</tbody>")].count("<tr>")
        assert listed == int(number), address
    addresses = {address for address, _number in counted}
    ministry = arranged.ministry.id
    assert {
        f"/office/pmqa40/agencies?{query}"
        for query in (
            "step=not_started",
            f"ministry={ministry}&amp;step=submitted",
            f"ministry={ministry}&amp;step=not_started",
            "ministry=none&amp;step=r1",
            "kind=department&amp;step=r2",
        )
    } <= addresses
    assert "ยังไม่เริ่ม" in client.get("/office/pmqa40/agencies?step=not_started").text
    assert "กรมตัวอย่าง" not in client.get("/office/pmqa40/agencies?step=certified").text


def test_what_a_visit_changed_counts_at_once_though_the_figures_are_kept(arranged: World) -> None:
    programme = arranged.programme_of(PMQA40)
    visited = db.session.query(Application).filter_by(code="PMQA40-4").one()
    before = _agreed_of(arranged, programme, "dex-4")
    _refuted(visited, arranged)
    after = _agreed_of(arranged, programme, "dex-4")
    assert (before.nodes["1.1"], after.nodes["1.1"], after.levels["1.1"]) == (500, 0, "below")


def test_a_finding_names_in_words_the_checkpoint_it_took_away(arranged: World, client: FlaskClient) -> None:
    visited = db.session.query(Application).filter_by(code="PMQA40-4").one()
    _refuted(visited, arranged)
    checkpoint = rubric_of(visited.programme).checkpoints["1.1-b1"][0]
    sign_in(client, arranged.officer)
    page = client.get(f"/office/applications/{visited.id}").get_data(as_text=True).replace("\u2060", "")
    assert (checkpoint.text.in_language("th") in page, "1.1-b1" in page) == (True, False)


def test_both_workbooks_give_the_total_and_the_difference_that_the_page_prints(
    arranged: World, client: FlaskClient
) -> None:
    _refuted(db.session.query(Application).filter_by(code="PMQA40-4").one(), arranged)
    sign_in(client, arranged.officer)
    boards = _by_code(client.post("/office/pmqa40/export").data, 2)
    applications = _by_code(client.post("/office/applications/export").data, 0)
    heading = "คะแนนที่ตกลงในรอบล่าสุด รวมผลการตรวจเยี่ยม"
    agreed = {code: boards[code][heading] for code in ("PMQA40-2", "PMQA40-3", "PMQA40-4")}
    assert agreed == {code: applications[code][heading] for code in agreed}
    standings = standings_of(arranged.programme_of(PMQA40), Shown(), viewer=arranged.officer)
    standing = next(row for row in standings.rows if row.agency.code == "dex-4")
    total = standing.total_of(standing.agreed)
    assert total is not None
    assert total != int(total)
    assert (agreed["PMQA40-4"], boards["PMQA40-4"]["ผลต่าง"]) == (int(total), standing.printed_difference)


def test_the_heat_map_prints_items_as_the_other_boards_do(arranged: World, client: FlaskClient) -> None:
    standings = standings_of(arranged.programme_of(PMQA40), Shown(), viewer=arranged.officer)
    known = [scores for row in standings.rows if (scores := row.own) is not None]
    values = {value for scores in known for leaf in standings.rubric.leaves if (value := scores.nodes[leaf.id])}
    broken = {figure(value) for value in values if value % 1}
    assert broken
    sign_in(client, arranged.officer)
    page = client.get("/office/pmqa40/heat-map?by=own").get_data(as_text=True)
    assert broken <= set(re.findall(r'<td class="num[^>]*>([^<]*)</td>', page))


def _by_code(workbook: bytes, sheet: int) -> dict[object, dict[object, object]]:
    heads, *rows = load_workbook(BytesIO(workbook)).worksheets[sheet].iter_rows(values_only=True)
    named = [dict(zip(heads, row, strict=True)) for row in rows]
    return {row["รหัส"]: row for row in named}


def _refuted(visited: Application, arranged: World) -> None:
    """Let a visit find that a plan is not there."""
    visit = SiteVisit(application_id=visited.id)
    db.session.add(visit)
    db.session.flush()
    point = VisitPoint(
        visit_id=visit.id,
        position=1,
        node_id="1.1",
        question="ดูแผน",
        finding=Finding.REFUTED,
        note="ไม่พบแผน",
        before={"ticks": ["1.1-b1"]},
        after={"ticks": []},
        settled_by_id=arranged.officer.id,
        settled_at=now(),
    )
    db.session.add(point)
    db.session.commit()


def _agreed_of(arranged: World, programme: Programme, code: str) -> Scores:
    row = next(row for row in standings_of(programme, Shown(), viewer=arranged.officer).rows if row.agency.code == code)
    assert row.agreed is not None
    return row.agreed


def test_more_agencies_need_no_more_statements(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    stand(world, 1, own=50, agreed=60)
    counts: list[list[int]] = []
    for numbers in ((), (2, 3)):
        for number in numbers:
            stand(world, number, own=50, agreed=60)
        counts.append([])
        for board in BOARDS:
            with count_statements() as statements:
                assert client.get(f"/office/pmqa40{board}").status_code == 200
            counts[-1].append(len(statements))
        with count_statements() as statements:
            client.post("/office/pmqa40/export")
        counts[-1].append(len(statements))
    assert counts[1] == counts[0]


def test_officers_of_other_branches_and_agencies_see_nothing_of_it(arranged: World, client: FlaskClient) -> None:
    sign_in(client, arranged.person(Role.OFFICER, number=2, branch="PG"))
    for board in BOARDS:
        assert "กรมตัวอย่าง" not in client.get(f"/office/pmqa40{board}").get_data(as_text=True)
    for role in (Role.COORDINATOR, Role.ASSESSOR, Role.JUDGE):
        sign_in(client, arranged.person(role))
        assert [client.get(f"/office/pmqa40{board}").status_code for board in BOARDS] == [404] * 5

"""A round of the status assessment side by side: suggestions carried over, everybody's figures, nobody's too soon."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from app.extensions import db
from app.models import Assignment, ConsensusSheet
from app.queries.consensus_page import ConsensusPage
from app.queries.criteria import rubric_of
from app.queries.rating_lines import rating_lines
from app.queries.sheets import panel_sheets
from app.services.consensus import save_agreement
from app.services.rounds import move_on
from app.services.score_sheets import open_sheet, save_entry, save_fields, submit_sheet
from app.thai import grapheme_count
from app.views.formatting import whole
from tests.assessing import seated
from tests.panels import assessor, hear_everybody, let_move, score_but, value_for
from tests.sign_in import sign_in
from tests.world import World


def test_certifiers_tick_alone_suggest_by_level_and_meet_side_by_side(world: World, client: FlaskClient) -> None:
    first, second = seated(world, "pmqa40@2564")
    rubric = rubric_of(first.application.programme)
    for seat, quality, missing in ((first, 100, "ขาดการทบทวนประจำปี"), (second, 40, "ขาดเป้าหมายเชิงท้าทาย")):
        sheet = open_sheet(seat, actor=seat.assessor)
        for leaf in rubric.leaves:
            save_entry(sheet, leaf.id, {"value": value_for(rubric, leaf, quality)}, version=0, actor=seat.assessor)
        save_fields(sheet, "1.1", {"suggestion-advance": missing}, version=1, actor=seat.assessor)
        sign_in(client, seat.assessor)
        page = client.get(f"/sheets/{sheet.id}/nodes/1.1").get_data(as_text=True)
        assert (page.count('name="suggestion-'), page.count(missing), page.count("ขาดการทบทวนประจำปี")) == (
            3,
            1,
            1 if seat is first else 0,
        )
        assert page.count("lr-cp__differs") == len(
            [point for level in rubric.node("1.1").levels for point in level.checkpoints]
        )
        submit_sheet(sheet, actor=seat.assessor)
    assert db.session.query(ConsensusSheet).count() == 0
    move_on(first.application)
    consensus = db.session.query(ConsensusSheet).one()
    agreed = next(entry for entry in consensus.entries if entry.node_id == "1.1").value["suggestions"]
    assert agreed == {"advance": "ขาดการทบทวนประจำปี\nขาดเป้าหมายเชิงท้าทาย"}
    lines = rating_lines(consensus)
    assert lines is not None
    item = next(row for row in lines.rows if row.code == "1.1")
    shown = sorted((figure.points, figure.level) for figure in item.certifiers)
    assert (shown, item.mean.points, item.differs) == ([(200, "below"), (500, "significance")], 350, True)
    assert (item.own.points, len(lines.categories), len(lines.rows)) == (0, 7, 37)
    _opened_by_panel_and_office(world, client, consensus, (first, second))


def _opened_by_panel_and_office(
    world: World, client: FlaskClient, consensus: ConsensusSheet, seats: tuple[Assignment, ...]
) -> None:
    sign_in(client, seats[0].assessor)
    text = client.get(f"/consensus/{consensus.id}/figures").text
    assert (seats[1].assessor.name_th in text, text.count("lr-radar")) == (True, 1)
    assert '<td class="num">200.00<' in text
    assert _lines_and_columns(text) == (["self", "cert-1", "cert-2"], _columns(*seats))
    sign_in(client, world.officer)
    record = f"/office/applications/{consensus.application_id}"
    office = client.get(f"{record}/stages/r1")
    assert office.status_code == 200
    assert _lines_and_columns(office.text) == (["self", "cert-1", "cert-2"], _columns(*seats))
    assert client.get(f"{record}/stages/r2").status_code == 404
    sign_in(client, assessor(world, 9))
    assert client.get(f"/consensus/{consensus.id}/figures").status_code == 404


def test_what_is_not_settled_has_no_agreed_figure(world: World, client: FlaskClient) -> None:
    seats = seated(world, "pmqa40@2564")
    rubric = rubric_of(seats[0].application.programme)
    for seat, missing in zip(seats, (1, 0), strict=True):
        sheet = open_sheet(seat, actor=seat.assessor)
        for leaf in rubric.leaves:
            value = dict(value_for(rubric, leaf, 100))
            if leaf.id == "1.1":
                value["ticks"] = value["ticks"][missing:]
            save_entry(sheet, leaf.id, {"value": value}, version=0, actor=seat.assessor)
        submit_sheet(sheet, actor=seat.assessor)
    let_move(seats[0].application)
    consensus = db.session.query(ConsensusSheet).one()
    lines = rating_lines(consensus)
    assert lines is not None
    shown = {row.code: (row.agreed.points, row.agreed.level, row.is_open) for row in lines.rows if row.code[0] == "1"}
    assert (shown.pop("1"), shown.pop("1.1")) == ((None, None, True), (None, None, True))
    assert set(shown.values()) == {(500, "significance", False)}
    assert (lines.totals.agreed.points, lines.to_settle, lines.totals.mean.points is None) == (None, 1, False)
    assert _total_in_the_room(client, consensus) == whole(lines.agreed_so_far)  # one number for one total
    sign_in(client, world.officer)
    text = _plain(client.get(f"/office/applications/{consensus.application_id}/stages/r1").text)
    assert (text.count("ต้องตกลง"), text.count(f"ขณะนี้ {whole(lines.agreed_so_far)}")) == (1, 1)
    assert _lines_and_columns(text) == (["self", "cert-1", "cert-2", "agreed"], _columns(*seats))
    entry = next(entry for entry in consensus.entries if entry.node_id == "1.1")
    version, agreed = entry.version, {"value": value_for(rubric, rubric.node("1.1"), 100), "reason": "พบในหน้า 2"}
    save_agreement(consensus, "1.1", agreed, version=version, actor=seats[0].assessor)
    hear_everybody(consensus)
    settled = rating_lines(consensus)
    assert settled is not None
    item = next(row for row in settled.rows if row.code == "1.1")
    assert (item.agreed.points, item.agreed.level, item.is_open) == (500, "significance", False)
    assert settled.totals.agreed.points == settled.agreed_so_far


def test_where_the_panel_agrees_with_itself_and_not_with_the_agency_it_says_so(
    world: World, client: FlaskClient
) -> None:
    seats = seated(world, "pmqa40@2564")
    sheets = [score_but(seat, quality=100, otherwise={"1.1": 0}) for seat in seats]
    let_move(seats[0].application)
    consensus = db.session.query(ConsensusSheet).one()
    lines, room = rating_lines(consensus), ConsensusPage(consensus)
    assert lines is not None
    assert room.own is not None
    assert room.own.nodes["1.1"] == 0
    marked = {row.code for row in lines.rows if row.differs_from_own and not row.is_category}
    assert marked == {leaf.id for leaf in lines.rubric.leaves} - {"1.1"}
    assert [item.id for item in room.alike] == ["1.1"]
    sign_in(client, seats[0].assessor)
    tag = "ต่างจากที่หน่วยงานประเมิน"
    figures, agenda, sheet = (
        client.get(path).text
        for path in (f"/consensus/{consensus.id}/figures", f"/consensus/{consensus.id}", f"/sheets/{sheets[0].id}")
    )
    assert figures.count(tag) == sum(row.differs_from_own for row in lines.rows if not row.is_category)
    assert agenda[: agenda.index("</ol>")].count(tag) == len(marked)
    assert (sheet.count(tag), sheet.count('data-l="ประเมินตนเอง"')) == (len(marked), len(lines.rows))


def _total_in_the_room(client: FlaskClient, consensus: ConsensusSheet) -> str:
    sign_in(client, panel_sheets(consensus.application, consensus.stage_id)[0].assessor)
    page = client.get(f"/consensus/{consensus.id}").text
    return page.split('data-figure="total">')[1].split("<")[0]


def _plain(page: str) -> str:
    return page.replace("\u00a0", " ").replace("\u2060", "")


def _lines_and_columns(page: str) -> tuple[list[str], list[str]]:
    """The lines drawn in the radar of a page, and the heads of its data table's columns."""
    figure = page[page.index('<figure class="lr-figure">') : page.index("</figure>")]
    heads = re.findall(r'<th scope="col" class="num">(.*?)</th>', _plain(figure))
    drawing = figure[: figure.index("</svg>")]
    return list(dict.fromkeys(re.findall(r'class="c-((?:self|cert|agreed)[^"]*)"', drawing))), heads


def _columns(*seats: Assignment) -> list[str]:
    certifiers = sorted(seat.assessor.name_th for seat in seats)
    return ["ประเมินตนเอง", *certifiers, "ที่ตกลง"]


def test_a_suggestion_is_counted_before_anything_is_typed(world: World, client: FlaskClient) -> None:
    (seat, _other), missing = seated(world, "pmqa40@2564"), "ขาดการทบทวนประจำปี"
    sheet = open_sheet(seat, actor=seat.assessor)
    save_fields(sheet, "1.1", {"suggestion-advance": missing}, version=0, actor=seat.assessor)
    sign_in(client, seat.assessor)
    page = _plain(client.get(f"/sheets/{sheet.id}/nodes/1.1").text)
    counted = page[page.index('id="suggestion-advance-count"') :]
    assert f"ใช้ {grapheme_count(missing)} จาก" in counted[: counted.index("</span>")].split(">", 1)[1]

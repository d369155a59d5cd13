"""Panels for tests: assessors from different ministries, seated, who score as told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.extensions import db
from app.models import Agency, AgencyKind, Application, Assignment, ConsensusSheet, Person, ScoreSheet, ScreeningFinding
from app.queries.criteria import rubric_of
from app.queries.sheets import panel_sheets
from app.services.assignments import accept_assignment, publish_panel
from app.services.interests import declare_conflicts
from app.services.opinions import agree_with_the_rest
from app.services.people import create_person, register_assessor
from app.services.rounds import applications_to_move, move_on
from app.services.score_sheets import open_sheet, save_entry, submit_sheet
from app.services.screening import answer_checks, pass_application, screen_automatically
from app.thai import sort_key
from app.transaction import transactional
from rubrics.model import Method, Rubric
from rubrics.nodes import Node
from tests.standing import standing
from tests.world import World, hash_of_password


@transactional
def assessor(world: World, number: int, *, can_lead: bool = True, has_declared: bool = True) -> Person:
    """Return an assessor from a ministry of their own, who has made this year's statement unless told otherwise."""
    email = f"assessor-{number}@lertrat.example"
    found = db.session.query(Person).filter_by(email=email).one_or_none()
    if found is not None:
        return found
    name = f"สถาบันตัวอย่าง {number}"
    home = Agency(
        code=f"home{number}",
        kind=AgencyKind.UNIVERSITY,
        name_th=name,
        name_en=f"Institute {number}",
        sort_key=sort_key(name),
        search_key=name,
    )
    db.session.add(home)
    db.session.flush()
    person = create_person(
        email=email, name_th=f"ผู้ตรวจตัวอย่าง {number}", name_en=f"Assessor {number}", password_hash=hash_of_password()
    )
    register_assessor(person, home_agency=home, can_lead=can_lead, branches=["PS", "PG", "PMQA", "PMQA40"], topics=[])
    if has_declared:
        declare_conflicts(world.cycle.id, actor=person)
    return person


def let_move(application: Application) -> bool:
    """Let the rules move it; whatever they move, the sweep has to find by itself."""
    found = {each.id for each in applications_to_move()}
    is_moved = move_on(application)
    assert application.id in found or not is_moved, "the sweep leaves it alone, and the rules would move it"
    return is_moved


@standing
@transactional
def pass_screening(world: World, application: Application) -> None:
    """Let the system check the application and the officer pass it."""
    screen_automatically(application)
    human = db.session.query(ScreeningFinding).filter_by(application_id=application.id, is_automatic=False)
    answer_checks(application, {finding.check_id: True for finding in human}, actor=world.officer)
    pass_application(application, actor=world.officer)
    let_move(application)


@standing
@transactional
def seat_panel(world: World, application: Application) -> list[Assignment]:
    """Publish a full panel at the application's stage; everyone accepts and the assessment starts."""
    stage = application.stage
    assert stage is not None and stage.panel_size is not None, "the application has no assessing stage"
    people = [assessor(world, number) for number in range(1, stage.panel_size + 1)]
    seats = publish_panel(
        application,
        stage,
        [person.id for person in people],
        lead_id=people[0].id,
        due_at=None,
        actor=world.officer,
    )
    for seat in seats:
        accept_assignment(seat, actor=seat.assessor)
    let_move(application)
    return seats


@standing
@transactional
def score_all(seats: list[Assignment], *, quality: int | list[int], submit: bool = True) -> list[ScoreSheet]:
    """Let each assessor score everything at this quality (0-100, one for all or one each) and submit."""
    qualities = quality if isinstance(quality, list) else [quality] * len(seats)
    sheets = []
    for seat, wanted in zip(seats, qualities, strict=True):
        sheet = open_sheet(seat, actor=seat.assessor)
        rubric = rubric_of(sheet.application.programme)
        for leaf in rubric.leaves:
            content = {
                "value": value_for(rubric, leaf, wanted),
                "strengths": "มีหลักฐานชัดเจน",
                "opportunities": "ยังไม่พบค่าเปรียบเทียบ",
            }
            save_entry(sheet, leaf.id, content, version=0, actor=seat.assessor)
        if submit:
            submit_sheet(sheet, actor=seat.assessor)
        sheets.append(sheet)
    if submit:
        let_move(seats[0].application)
    return sheets


def score_but(seat: Assignment, *, quality: int, otherwise: Mapping[str, int]) -> ScoreSheet:
    """Let one assessor score everything at this quality, some criteria `otherwise` (0-100), and submit."""
    [sheet] = score_all([seat], quality=quality, submit=False)
    rubric = rubric_of(sheet.application.programme)
    for node_id, wanted in otherwise.items():
        value = {"value": value_for(rubric, rubric.node(node_id), wanted)}
        save_entry(sheet, node_id, value, version=1, actor=seat.assessor)
    submit_sheet(sheet, actor=seat.assessor)
    return sheet


def value_for(rubric: Rubric, leaf: Node, quality: int) -> Mapping[str, Any]:
    """Return an entry value of about this quality (0-100)."""
    match rubric.method:
        case Method.POINTS:
            return {"percent": str(quality // 5 * 5)}
        case Method.ADLI_LETCI:
            assert leaf.bands_ref is not None and leaf.scheme is not None, "an item is judged by a scheme and bands"
            level = quality // 20
            band = rubric.band_tables[leaf.bands_ref][level]
            codes = [dimension.code for dimension in rubric.schemes[leaf.scheme].dimensions]
            return {"levels": dict.fromkeys(codes, level), "percent": str(band.permitted_values[0])}
    if leaf.levels:
        points = [point.id for level in leaf.levels for point in level.checkpoints]
        return {"ticks": points[: round(len(points) * quality / 100)]}
    return {"kpis": [{"rule": "generic", "actual": str(quality), "target": "90", "direction": "more"}]}


def hear_everybody(consensus: ConsensusSheet) -> None:
    """Let every member but the lead agree with whatever is proposed."""
    for sheet in panel_sheets(consensus.application, consensus.stage_id):
        if not sheet.assignment.is_lead:
            agree_with_the_rest(consensus, actor=sheet.assessor)

"""The site visits of the demonstration: planned, seen point by point, closed by the lead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.demo.acts import Story
from app.models import Person
from app.queries.application_facts import panel_of
from app.queries.visit_page import visit_of
from app.queries.visit_scores import agreed_value
from app.services.decisions import close_visit
from app.services.visits import Schedule, add_point, schedule_visit, settle_point
from rubrics.nodes import Node

AGENDA = "เปิดประชุมและแนะนำผลงาน\nสัมภาษณ์ผู้รับบริการและเจ้าหน้าที่\nตรวจเอกสารและสถานที่จริง\nสรุปและปิดประชุม"
SEEN = "พบตามที่รายงานไว้"
UNSEEN = "ไม่พบหลักฐานการปฏิบัติในพื้นที่"
ASKED = "ตรวจหลักฐานการปฏิบัติจริงของข้อนี้"
FOUND_MORE = "พบหลักฐานในพื้นที่ที่ไม่ปรากฏในรายงาน"
FOUND_LESS = "สิ่งที่รายงานไว้ไม่มีหลักฐานการปฏิบัติในพื้นที่"


def plan(story: Story, begins: datetime) -> None:
    """The lead sets the time; panel and agency are invited."""
    going = [each.assessor for each in panel_of(story.present)]
    agency = story.present.agency.name_th
    wanted = Schedule(begins, begins + timedelta(hours=6), False, f"ห้องประชุมใหญ่ {agency}", AGENDA, going)
    schedule_visit(story.present, wanted, actor=_lead(story))


def look(story: Story, *, leave: int = 0) -> None:
    """The panel ends its points one by one; the last `leave` of them are left for later.

    The points of a visit stand in the order of the criteria, those of the story in its own: each is known by its words.
    """
    told = story.entry.fate.visit
    found = visit_of(story.present)
    points = list(found.points) if found else []
    for point in points[: len(points) - leave]:
        note, holds = (told.found(point.question) if told else None) or (SEEN, True)
        finding = "verified" if holds else "refuted"
        settle_point(point, finding=finding, note=note, given={}, why="", version=point.version, actor=_lead(story))


def close(story: Story) -> None:
    """The lead ends what is left, changes the ticks the visit gave or took, and records the outcome."""
    look(story)
    for leaf, before, after in _moved(story):
        is_more = len(after) > len(before)
        point = add_point(story.present, leaf.id, ASKED, actor=_lead(story))
        settle_point(
            point,
            finding="verified" if is_more else "refuted",
            note=SEEN if is_more else UNSEEN,
            given={"ticks": after},
            why=FOUND_MORE if is_more else FOUND_LESS,
            version=point.version,
            actor=_lead(story),
        )
    told = story.entry.fate.visit
    is_confirmed, note = (told.confirmed, told.note) if told else (True, SEEN)
    close_visit(story.present, is_confirmed=is_confirmed, note=note, is_online=False, actor=_lead(story))


def _moved(story: Story) -> Iterator[tuple[Node, list[str], list[str]]]:
    """Each item of a self-assessment whose ticks the visit changes, with those before and after it."""
    claims = story.entry.self_assessment
    if claims is None:
        return
    for leaf in story.entry.rubric.leaves:
        mine = [point.id for level in leaf.levels for point in level.checkpoints]
        before = list(agreed_value(story.present, leaf.id).get("ticks", ()))
        after = [tick for tick in mine if tick in ({*before} | claims.visit_adds) - claims.visit_drops]
        if leaf.levels and after != [tick for tick in mine if tick in before]:
            yield leaf, before, after


def _lead(story: Story) -> Person:
    return next(each.assessor for each in panel_of(story.present) if each.is_lead)

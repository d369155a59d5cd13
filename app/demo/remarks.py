"""What assessors write in the demonstration: comments that say how much they matter and where to look, key factors."""

from __future__ import annotations

from collections.abc import Mapping

from app.demo.acts import Story
from app.models import ScoreSheet
from app.queries.comment_places import CommentPlaces
from app.queries.criteria import rubric_of
from app.queries.snapshot_text import FrozenDocument
from app.services.key_factors import save_key_factor
from app.services.score_sheets import save_entry
from rubrics.nodes import Node
from workflows.comments import MAJOR

KEY_FACTORS: Mapping[str, str] = {
    "mission": "งานที่ส่งคือ “{title}” ของ{agency} ตรงกับภารกิจหลักของหน่วยงาน",
    "customers": "ผู้รับบริการโดยตรงของงานนี้ และหน่วยงานที่ใช้ข้อมูลต่อ",
    "challenges": "ต้องดูว่าผลลัพธ์ต่อเนื่องเกินหนึ่งปีหรือไม่ และขยายผลไปหน่วยอื่นได้เพียงใด",
}
EVERY = 4
"""One strength in so many is an important one; half of them point to a place."""


def note_key_factors(sheet: ScoreSheet) -> None:
    """Note what matters about the agency before the first score."""
    agency = sheet.application.agency.name_th
    title = sheet.application.title("th") or sheet.application.programme.title_th
    for topic, words in KEY_FACTORS.items():
        save_key_factor(sheet, topic, words.format(title=title, agency=agency), version=0, actor=sheet.assessor)


def places_of(sheet: ScoreSheet) -> tuple[str, ...]:
    """Return the places of the document that a comment may point to, as they are written in one."""
    known = CommentPlaces(FrozenDocument(rubric_of(sheet.application.programme), sheet.snapshot, "th"))
    files = [
        f"[เอกสาร {number} หน้า 1]" if file.is_paged else f"[เอกสาร {number}]" for number, file in known.files.items()
    ]
    return tuple(files) or tuple(f"[รายงานข้อ {number}]" for number in known.parts)


def remarks(story: Story, node: Node, who: str, places: tuple[str, ...]) -> tuple[str, str]:
    """Return a strength and an opportunity for one criterion; some matter most, some say where they were seen."""
    facts = story.entry.self_assessment.theme if story.entry.self_assessment else story.entry.facts
    found = story.content.comments.about(story.entry.rubric, node, facts)
    chance = story.chance(f"{node.id}/{who}")
    strength, opportunity = chance.choice(found.strengths), chance.choice(found.ofi)
    seen = story.chance(f"seen/{node.id}/{strength}")  # whoever says the same says it in the same words
    mark = MAJOR if seen.randrange(EVERY) == 0 else ""
    place = f" {seen.choice(places)}" if places and seen.randrange(2) == 0 else ""
    return f"{mark}{strength}{place}", opportunity


def think_again(sheet: ScoreSheet) -> None:
    """Leave a draft as drafts are: one remark was put differently later, one criterion cannot be judged yet."""
    first, *_between, last = sorted(sheet.entries, key=lambda entry: entry.node_id)
    softer = f"{first.opportunities} โดยเทียบกับปีก่อน"
    save_entry(sheet, first.node_id, {"opportunities": softer}, version=first.version, actor=sheet.assessor)
    doubt = {"value": {}, "cannot_judge": True, "note": "ยังไม่พบหลักฐานของข้อนี้ในเอกสาร จะดูอีกครั้ง"}
    save_entry(sheet, last.node_id, doubt, version=last.version, actor=sheet.assessor)

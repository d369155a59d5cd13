"""The pages of assessors and their panel: offer, declaration, score sheet, consensus room, site visit."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from app.models import Application
from app.queries.criteria import rubric_of
from rubrics.model import Rubric
from rubrics.nodes import Node
from tests.journeys.paper import choose
from tests.journeys.walker import Walker
from tests.panels import value_for

STRENGTH = "มีหลักฐานเชิงประจักษ์ที่ตรวจสอบได้"
OPPORTUNITY = "ควรเปรียบเทียบกับหน่วยงานที่ให้บริการประเภทเดียวกัน"


def accept(assessor: Walker) -> None:
    """Accept the seat offered."""
    assessor.follow("My assessments", within="Main menu")
    assessor.press("Accept")


def declare_if_asked(assessor: Walker) -> None:
    """Make this year's statement on conflicts of interest, unless it is made."""
    assessor.follow("My assessments", within="Main menu")
    if assessor.paper.links("Read and declare"):
        assessor.follow("Read and declare")
        assessor.press("Make this statement")


def score_everything(
    assessor: Walker, application: Application, quality: int, *, otherwise: Mapping[str, int] | None = None
) -> None:
    """Score every criterion in the order of the sheet at this quality (0-100), some `otherwise`, and say why."""
    assessor.follow("My assessments", within="Main menu")
    assessor.press("Start scoring")
    assessor.follow("Go on scoring")
    rubric = rubric_of(application.programme)
    for leaf in rubric.leaves:
        judge(assessor, rubric, leaf, (otherwise or {}).get(leaf.id, quality))
        assessor.fill("Strength", STRENGTH)
        assessor.fill("Opportunity for improvement", OPPORTUNITY)
        assessor.press("Save and")


def judge(walker: Walker, rubric: Rubric, leaf: Node, quality: int) -> None:
    """Fill in the judgement of one criterion by the scale it has; figures an agency gave stand there already."""
    value = value_for(rubric, leaf, quality)
    if "ticks" in value:
        _tick(walker, leaf, value["ticks"])
    if "levels" in value:
        for dimension in rubric.schemes[leaf.scheme or ""].dimensions:
            walker.choose(str(value["levels"][dimension.code]), within=dimension.title.en)
    if "percent" in value:
        walker.fill("Percent", value["percent"])


def _tick(walker: Walker, leaf: Node, wanted: Collection[str]) -> None:
    for level in leaf.levels:
        for point in level.checkpoints:
            (walker.choose if point.id in wanted else walker.untick)(point.text.en)


def submit(assessor: Walker) -> None:
    """Hand the sheet in."""
    assessor.press("Submit the score sheet")
    assessor.sees("On record")


def open_room(lead: Walker) -> None:
    """Enter the consensus room from the worklist."""
    lead.follow("My assessments", within="Main menu")
    lead.follow("Enter the consensus room")


def settle(lead: Walker, rubric: Rubric, leaf: Node, quality: int, reason: str) -> None:
    """Agree on a value for a criterion the sheets differ on, and say why."""
    lead.follow(leaf.title.en)
    judge(lead, rubric, leaf, quality)
    for box in lead.paper.root.xpath("//input[@name='evidence']")[:1]:
        choose(box)  # what the reason rests on, where the agency handed something in
    lead.fill("Reason", reason)
    lead.press("Save the agreement")
    lead.sees(reason)


def agree_with_the_rest(member: Walker) -> None:
    """Agree with everything the lead proposed."""
    open_room(member)
    member.press("Agree with every proposal")


def record_consensus(lead: Walker) -> None:
    """Record what the panel agreed on."""
    lead.press("Record the consensus")
    lead.sees("Recorded")


def record_visit(lead: Walker, found: str) -> None:
    """Write down that the site visit confirmed the report."""
    lead.follow("My assessments", within="Main menu")
    lead.follow("Open the site visit")
    lead.choose("On site")
    lead.choose("Confirmed")
    lead.fill("What was found", found)
    lead.press("Record the visit")
    lead.sees(found)

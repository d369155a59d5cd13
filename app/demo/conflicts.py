"""Conflicts of interest in the demonstration: one comes to light late, one is confirmed, one is to be lifted."""

from __future__ import annotations

from app.clock import now
from app.demo.acts import Story
from app.models import DeclaredInterest, Person
from app.queries.application_facts import panel_of, submitted_sheets
from app.queries.interests import Ruling, interest_page
from app.services.interests import confirm_interest, declare_interest, propose_lift

LATE = "เพิ่งทราบว่าน้องสาวร่วมคณะทำงานของผลงานนี้"
CONFIRMED = "ตรวจกับทะเบียนบุคลากรของหน่วยงานแล้ว"
LIFT = "คู่สมรสพ้นจากกรรมการวิสาหกิจชุมชนแล้ว ไม่มีประโยชน์ได้เสียเหลืออยู่"


def come_to_light(story: Story) -> None:
    """Whoever has not begun learns of a tie and says so: the seat is empty and a replacement is looked for."""
    seats = panel_of(story.present)
    handed_in = {sheet.assessor_id for sheet in submitted_sheets(story.present)}
    idle = [seat for seat in seats if not seat.is_lead and seat.assessor_id not in handed_in]
    if len(seats) > 2 and idle:
        last = max(idle, key=lambda seat: seat.assessor.email)
        declare_interest(actor=last.assessor, reason=LATE, application=story.present)


def rule(officer: Person) -> None:
    """An officer looks at what was declared for the year: the first stands, the second may go when another signs."""
    page = interest_page(officer, ruling=Ruling.NEW, search="", page=1, now=now())
    of_agencies: list[DeclaredInterest] = [row.interest for row in page.rows if row.interest.agency is not None]
    for interest, act, reason in zip(of_agencies[:2], (confirm_interest, propose_lift), (CONFIRMED, LIFT), strict=True):
        act(interest, reason=reason, actor=officer)

"""Announced results that can be appealed, and appeals of them, for tests."""

from __future__ import annotations

from app.clock import now
from app.extensions import db
from app.models import Appeal, Application
from app.services.appeal_answers import confirm_answer, propose_answer, take_up_appeal
from app.services.appeals import file_appeal, write_appeal
from app.services.complaints import enter_complaint
from tests.announced import announce
from tests.world import World
from workflows.appeal import AppealGround, AppealOutcome
from workflows.roles import Role

WHY = "คะแนนด้านผลลัพธ์คัดลอกคลาดเคลื่อนจากรายงานหน้า 12"
COMPLAINANT = "นายร้องทุกข์ เปิดเผยไม่ได้"
TOLD = "ตัวเลขผู้รับบริการในรายงานไม่ตรงกับที่ประชาชนได้รับ"


def appealable(application: Application, award: str = "good") -> Application:
    """Announce a submitted application whose programme lets results be appealed for 15 days."""
    application.programme.rules = {**application.programme.rules, "appeal_days": 15, "appeal_answer_days": 30}
    return announce(application, award)


def filed(world: World, application: Application) -> Appeal:
    """File an appeal of its head."""
    head = world.person(Role.HEAD, application.agency)
    draft = write_appeal(application, ground=AppealGround.FIGURES, text=WHY, version=0, actor=head, received_at=now())
    return file_appeal(draft, actor=head, received_at=now())


def complained(world: World, application: Application) -> Appeal:
    """Enter a complaint that came by letter."""
    return enter_complaint(
        application,
        complainant=COMPLAINANT,
        letter_reference="ที่ 12/2569",
        letter_date=None,
        ground=AppealGround.CONDUCT,
        text=TOLD,
        actor=world.officer,
        received_at=now(),
    )


def answered(world: World, appeal: Appeal, outcome: AppealOutcome = AppealOutcome.UPHELD, **said: str) -> Appeal:
    """Answer it by two persons."""
    take_up_appeal(appeal, actor=world.officer)
    follows = "จัดทำหนังสือรับรองผลใหม่" if outcome is AppealOutcome.UPHELD else ""
    texts = {"answer": "ตรวจสอบแล้ว", "follows": follows, "correction": "", **said}
    proposal = propose_answer(appeal, outcome=outcome, let_stand=(), actor=world.officer, **texts)
    confirm_answer(proposal, actor=world.person(Role.DIRECTOR))
    return db.session.get_one(Appeal, appeal.id, populate_existing=True)

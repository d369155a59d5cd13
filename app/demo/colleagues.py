"""What agencies of the demonstration do between rounds and among themselves: plans, owners, comments, questions."""

from __future__ import annotations

from datetime import date, timedelta

from app.demo.acts import Story
from app.demo.programmes import officer_of
from app.demo.troupe import agency_named, person_named
from app.models import ImprovementPlan
from app.permissions import today
from app.queries.applicant_team import released_feedback
from app.queries.improvement import opportunity_choices, plan_of
from app.services.handover import set_office_mailbox
from app.services.improvement import Action, add_action, change_action, start_plan, write_follow_up
from app.services.questions import answer_question, ask_question
from app.services.teamwork import mark_ready, name_owner, resolve_comment, write_comment
from workflows.improvement import ActionState

PLANNERS = frozenset({"moac-doae", "moac-dld"})
MOST_ACTIONS = 3
_ACTIONS = (
    ("จัดทำค่าเทียบเคียงกับหน่วยงานที่มีภารกิจใกล้เคียงกันอย่างน้อยสองแห่ง", "กองนโยบายและแผน", 120),
    ("ขยายผลไปยังพื้นที่ที่เหลือพร้อมคู่มือปฏิบัติงานฉบับเดียวกัน", "กองส่งเสริมและพัฒนา", 210),
    ("เปิดเผยผลการติดตามบนเว็บไซต์ทุกไตรมาส", "ศูนย์เทคโนโลยีสารสนเทศ", 300),
)
_NOTES = {
    6: "จัดทำค่าเทียบเคียงแล้วเสร็จ การขยายผลดำเนินการได้ครึ่งหนึ่งของพื้นที่",
    12: "ขยายผลครบทุกพื้นที่ และเปิดเผยผลการติดตามบนเว็บไซต์แล้ว",
}
_QUESTIONS = (
    ("ไฟล์หลักฐานหนึ่งไฟล์ใช้ประกอบหลายระดับได้หรือไม่", "ได้ ไฟล์เดียวเชื่อมโยงกับหลายระดับได้ แต่ละระดับแนบได้หนึ่งไฟล์", True),
    ("กรมส่งเสริมการเกษตรขอปรับชื่อผู้ประสานงานหลังเปิดรับสมัครได้หรือไม่", "ได้ หัวหน้าหน่วยงานเปลี่ยนผู้ประสานงานได้ที่หน้าทีมงาน", False),
)


def plan_improvement(story: Story) -> None:
    """Turn the first opportunities of a released report into actions."""
    report = released_feedback(story.present)
    if report is None or story.entry.agency not in PLANNERS:
        return
    plan = start_plan(story.present, actor=story.coordinator)
    for key, (text, owner, days) in zip(opportunity_choices(report), _ACTIONS, strict=False):
        add_action(plan, Action(key, text, owner, _in(days)), actor=story.coordinator)


def _in(days: int) -> date:
    return today() + timedelta(days=days)


def follow_up(story: Story, months: int) -> None:
    """Mark what is done by now, and note how the plan went; one of the agencies has not come to its last note."""
    plan = plan_of(story.present) if story.application is not None else None
    if plan is None or (months == 12 and story.entry.agency != "moac-doae"):
        return
    _finish(plan, story, count=1 if months == min(_NOTES) else MOST_ACTIONS)
    write_follow_up(plan, months, _NOTES[months], actor=story.coordinator)


def _finish(plan: ImprovementPlan, story: Story, *, count: int) -> None:
    report = released_feedback(story.present)
    keys = {pair: key for key, pair in opportunity_choices(report).items()} if report else {}
    for action in list(plan.actions)[:count]:
        if action.state is not ActionState.DONE:
            key = keys[action.node_id, action.opportunity]
            done = Action(key, action.text, action.owner_name, action.due_on, ActionState.DONE, action.item_id or "")
            change_action(plan, action, done, version=action.version, actor=story.coordinator)


def work_together(story: Story) -> None:
    """Share a self-assessment among colleagues: who looks after what, what is ready, what is still to discuss."""
    if story.entry.id != "2570-pmqa40-doae":
        return
    colleague = person_named(story.team.contributors[0].email)
    for category in ("category-1", "category-2"):
        name_owner(story.present, category, colleague, actor=story.coordinator)
    name_owner(story.present, "category-7", story.coordinator, actor=story.coordinator)
    mark_ready(story.present, "category-1", is_ready=True, actor=colleague)
    done = write_comment(story.present, "category-1", "แนบผังการนำองค์การฉบับล่าสุดแล้ว", item_id="1.1", actor=colleague)
    resolve_comment(done, actor=story.coordinator)
    write_comment(
        story.present, "category-2", "ขอตัวเลขแผนปฏิบัติการปีล่าสุดจากกองแผน", item_id="2.1", actor=story.coordinator
    )


def ask_opdc(story: Story) -> None:
    """Ask two questions; one is answered for everybody, one to the agency alone. The office gets copies."""
    if story.entry.id != "2570-pmqa40-doae":
        return
    agency = agency_named(story.entry.agency)
    set_office_mailbox(agency, "saraban@doae.lertrat.example", actor=story.coordinator)
    for text, answer, is_published in _QUESTIONS:
        question = ask_question(story.programme, agency, text, actor=story.coordinator)
        answer_question(question, answer, public_text=text if is_published else None, actor=officer_of(story))

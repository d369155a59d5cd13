"""After the announcement of the demonstration: an appeal that is dismissed, a complaint that is upheld in part."""

from __future__ import annotations

from datetime import date

from app.clock import now
from app.demo.acts import Story
from app.models import Appeal, Person
from app.queries.appeals import leaks_in_answer
from app.services.appeal_answers import confirm_answer, propose_answer, take_up_appeal
from app.services.appeals import file_appeal, write_appeal
from app.services.complaints import enter_complaint
from workflows.appeal import AppealGround, AppealOutcome

_WHY = "รายงานป้อนกลับไม่ได้กล่าวถึงผลการสำรวจความพึงพอใจในภาคผนวก ซึ่งส่งพร้อมใบสมัคร จึงขอให้ตรวจสอบว่าได้นำข้อมูลชุดนี้มาพิจารณาแล้วหรือไม่"
_COMPLAINT = "ช่องทางนัดหมายที่กล่าวถึงในผลงานปิดให้บริการในวันหยุด ต่างจากที่เผยแพร่ว่าเปิดทุกวัน"
_ANSWERS = {
    AppealOutcome.DISMISSED: (
        "ตรวจสอบบันทึกการพิจารณาแล้ว ข้อมูลในภาคผนวกอยู่ในเอกสารที่คณะผู้ตรวจอ่านและใช้ประกอบการพิจารณา ผลจึงคงเดิม",
        "",
    ),
    AppealOutcome.PARTLY: (
        "หน่วยงานชี้แจงว่าปิดให้บริการเฉพาะวันหยุดนักขัตฤกษ์ ข้อความที่เผยแพร่จึงไม่ครบถ้วน แต่ไม่กระทบผลการพิจารณา",
        "หน่วยงานปรับข้อความในหน้าเผยแพร่ผลงานให้ระบุวันปิดบริการ",
    ),
}


def appeal_result(story: Story) -> Appeal:
    """The head appeals the result."""
    application, head, at = story.present, story.head, now()
    draft = write_appeal(application, ground=AppealGround.OVERLOOKED, text=_WHY, version=0, actor=head, received_at=at)
    return file_appeal(draft, actor=head, received_at=at)


def complain(story: Story, officer: Person) -> Appeal:
    """A letter of a user of the service is put on record."""
    return enter_complaint(
        story.present,
        complainant="ผู้ใช้บริการท่านหนึ่ง (ขอสงวนนาม)",
        letter_reference="",
        letter_date=date(2021, 8, 20),
        ground=AppealGround.CONDUCT,
        text=_COMPLAINT,
        actor=officer,
        received_at=now(),
    )


def answer(appeal: Appeal, outcome: AppealOutcome, officer: Person, director: Person) -> None:
    """An officer takes it up and answers, the director confirms."""
    said, follows = _ANSWERS[outcome]
    take_up_appeal(appeal, actor=officer)
    proposal = propose_answer(
        appeal,
        outcome=outcome,
        answer=said,
        follows=follows,
        correction="",
        let_stand=[leak.key for leak in leaks_in_answer(appeal, said, follows).all],  # names that are common words
        actor=officer,
    )
    confirm_answer(proposal, actor=director)

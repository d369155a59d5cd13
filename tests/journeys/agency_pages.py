"""An agency's pages: what a coordinator writes, what a head approves, by the words that stand on them."""

from __future__ import annotations

from app.models import Application
from app.queries.criteria import rubric_of
from rubrics.model import Rubric
from rubrics.scales import ItemLevel
from tests.journeys.company import Company
from tests.journeys.walker import Walker
from tests.sample_files import pdf
from workflows.document import Part, Question, QuestionKind, parts

TITLE = "Seven days instead of forty-five"
TEXT = "บริการใหม่ลดเวลารอจาก 45 วันเหลือ 7 วัน มีผู้ใช้จริง 12,480 คน"
_CONTACT = {"Name": "นางสาวทดสอบ เดินทาง", "Telephone": "02 000 0000", "E-mail address": "contact@agency.example"}
_ONE_LINE = {
    QuestionKind.TEXT: TEXT,
    QuestionKind.LONG_TEXT: TEXT,
    QuestionKind.DATE: "1 มกราคม 2563",
    QuestionKind.MONEY: "๑,๒๕๐,๐๐๐",
    QuestionKind.NUMBER: "24",
    QuestionKind.URL: "https://agency.example/service",
}
_INDICATOR = {"Indicator": "ร้อยละของงานตามภารกิจที่สำเร็จ", "Unit": "ร้อยละ", "Target": "90", "Actual result": "๙๙"}


def start(coordinator: Walker, programme: str) -> None:
    """Find an open programme, check that the agency may enter, and start."""
    coordinator.follow("Applications", within="Main menu")
    coordinator.follow(f"Check who may enter {programme}")
    coordinator.press("Start an application")


def write_everything(coordinator: Walker, application: Application) -> None:
    """Fill in the whole document from its first part on; saving a page leads to the next, and the last to the list."""
    rubric, phase = rubric_of(application.programme), application.phase
    document = parts(rubric, phase)
    coordinator.follow(document[0].title.en)
    for part in document:
        if part.node_id is None:
            write_part(coordinator, part)
    if any(part.node_id for part in document):
        _assess_itself(coordinator, rubric)


def write_part(coordinator: Walker, part: Part) -> None:
    """Answer the questions of the open part and save it."""
    for question in part.questions:
        _answer(coordinator, question)
    coordinator.press("Save and go")
    assert "Error:" not in coordinator.paper.words, coordinator.paper.words


def send_for_approval(coordinator: Walker, company: Company) -> None:
    """Send it to the head once the worker has checked the files."""
    company.the_worker_works()
    coordinator.open(coordinator.at)
    coordinator.press("Send to the head for approval")
    coordinator.sees("Waiting for the head of the agency")


def approve(head: Walker) -> bytes:
    """Read what was sent, confirm that it is true, submit; return the receipt as PDF."""
    head.follow("Applications", within="Main menu")
    head.follow("Read and approve")
    head.choose("I have read this document. What it says is true")
    head.press("Approve and submit")
    head.sees("Receipt", "Snapshot (SHA-256)", "What was received")
    return head.download("Receipt as PDF")


def correct(coordinator: Walker, part: Part, reason: str) -> None:
    """Read why it was returned, rewrite the one part that is unlocked, and come back to the task list."""
    coordinator.follow("Applications", within="Main menu")
    coordinator.follow("Correct")
    coordinator.sees(reason)
    task_list = coordinator.at
    coordinator.follow(part.title.en)
    write_part(coordinator, part)
    coordinator.open(task_list)


def part_of(application: Application, part_id: str) -> Part:
    """Return a part of the document of this application."""
    return next(part for part in parts(rubric_of(application.programme), application.phase) if part.id == part_id)


def _assess_itself(coordinator: Walker, rubric: Rubric) -> None:
    """Answer every item: every checkpoint is met and explained, the first shown by a file."""
    for leaf in rubric.leaves:
        coordinator.sees(leaf.title.en)
        for level in leaf.levels:
            _claim(coordinator, level)
        if leaf is rubric.leaves[0]:
            coordinator.attach("Evidence file", "หลักฐาน.pdf", pdf(), within=leaf.levels[0].code.capitalize())
        if not leaf.levels:
            _give_an_indicator(coordinator)
        coordinator.press("Save and go")


def _claim(coordinator: Walker, level: ItemLevel) -> None:
    for point in level.checkpoints:
        coordinator.choose(point.text.en)
    coordinator.fill("Explanation", TEXT, within=level.code.capitalize())


def _give_an_indicator(coordinator: Walker) -> None:
    for label, value in _INDICATOR.items():
        coordinator.fill(label, value, within="Indicator 1")
    coordinator.fill("Explanation", TEXT)


def _label(question: Question) -> str:
    return question.title.en


def _answer(coordinator: Walker, question: Question) -> None:
    label = _label(question)
    match question.kind:
        case QuestionKind.CONTACT:
            for part, value in _CONTACT.items():
                coordinator.fill(part, value, within=label)
        case QuestionKind.MEASURES:
            _fill_rows(coordinator, question)
        case QuestionKind.CHOICE:
            coordinator.choose(question.choices[0].title.en, within=label)
        case QuestionKind.YES_NO:
            coordinator.choose(label)
        case QuestionKind.FILE:
            coordinator.attach(label, "หลักฐาน.pdf", pdf())
        case kind if kind in _ONE_LINE:
            coordinator.fill(label, TITLE if question.id == "title_en" else _ONE_LINE[kind])


def _fill_rows(coordinator: Walker, question: Question) -> None:
    for row in range(1, max(question.min_rows, 1) + 1):
        for column in question.columns:
            coordinator.fill(column.title.en, "ตัวอย่าง", within=f"{_label(question)} {row}")

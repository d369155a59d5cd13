"""The questions of a document, made from its rubric: form fields, and for PMQA 4.0 ticks, texts and indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from rubrics.form import AttachmentRule, Choice, Column, Field, FieldKind, FileRule, Section
from rubrics.model import Rubric
from rubrics.nodes import Node
from rubrics.scales import EvidenceRule, KpiSettings
from rubrics.strict import Text
from workflows.application import Phase

ATTACHMENTS = "attachments"


class QuestionKind(StrEnum):
    """What sort of answer a question takes: the kinds of form fields, and those of the self-assessment."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    MONEY = "money"
    NUMBER = "number"
    URL = "url"
    AGENCY = "agency"
    AGENCY_LIST = "agency_list"
    CONTACT = "contact"
    YES_NO = "yes_no"
    CHOICE = "choice"
    MEASURES = "measures"
    FILE = "file"
    TICK = "tick"
    INDICATORS = "indicators"


@dataclass(frozen=True)
class Question:
    """One question with its limits. `node_id` and `level` are set for those of a self-assessment item.

    Limits: `max_graphemes` in grapheme clusters, `max_pages` in pages of the assembled report, `max_rows` and
    `min_rows` in rows, `file.max_mb` in megabytes.
    """

    id: str
    kind: QuestionKind
    part_id: str
    title: Text
    help: Text | None = None
    required: bool = False
    max_graphemes: int | None = None
    max_pages: int | None = None
    choices: tuple[Choice, ...] = ()
    max_choices: int | None = None
    columns: tuple[Column, ...] = ()
    min_rows: int = 0
    max_rows: int | None = None
    file: FileRule | None = None
    node_id: str | None = None
    level: str | None = None
    public_if_awarded: bool = False


@dataclass(frozen=True)
class Part:
    """One page of the document: a form section, a group of profile prompts, or a self-assessment category."""

    id: str
    title: Text
    help: Text | None = None
    questions: tuple[Question, ...] = field(default=())
    bind: tuple[str, ...] = ()
    node_id: str | None = None

    @cached_property
    def required(self) -> bool:
        """Tell whether anything here must be filled in."""
        return any(question.required for question in self.questions)

    @cached_property
    def owing(self) -> tuple[Question, ...]:
        """The questions that can leave a gap: a checkpoint not met is none, nor is a file that nobody asks for."""
        return tuple(
            question
            for question in self.questions
            if question.required
            or (question.kind is not QuestionKind.FILE and question.kind is not QuestionKind.TICK)
            or (question.file is not None and question.file.min > 0)
        )

    @cached_property
    def items(self) -> tuple[str, ...]:
        """The self-assessment items a category asks about, in its order."""
        return tuple(dict.fromkeys(question.node_id for question in self.questions if question.node_id is not None))


def parts(rubric: Rubric, phase: Phase) -> tuple[Part, ...]:
    """Return the pages of the document of this phase, in order."""
    return tuple(_report_parts(rubric) if phase is Phase.REPORT else _entry_parts(rubric))


def questions(rubric: Rubric, phase: Phase) -> Mapping[str, Question]:
    """Return every question of the document of this phase by id."""
    return {question.id: question for part in parts(rubric, phase) for question in part.questions}


def _entry_parts(rubric: Rubric) -> Iterator[Part]:
    if rubric.form is not None:
        yield from (_form_part(section) for section in rubric.form.sections)
        if rubric.form.attachments is not None:
            yield _attachments_part(rubric.form.attachments)
    yield from (_form_part(section) for section in rubric.profile)
    if rubric.bands:
        yield from (_category_part(rubric, category) for category in rubric.nodes)


def _report_parts(rubric: Rubric) -> Iterator[Part]:
    if rubric.report is not None:
        yield from (_form_part(section) for section in rubric.report.sections)


def _form_part(section: Section) -> Part:
    made = tuple(_form_question(each, section.id) for each in section.fields)
    return Part(section.id, section.title, section.help, made, section.bind)


def _form_question(each: Field, part_id: str) -> Question:
    return Question(
        id=each.id,
        kind=QuestionKind(FieldKind(each.kind).value),
        part_id=part_id,
        title=each.title,
        help=each.help,
        required=each.required,
        max_graphemes=each.max_graphemes,
        max_pages=each.max_pages,
        choices=each.choices,
        max_choices=each.max_choices,
        columns=each.columns,
        min_rows=each.min_rows or 0,
        max_rows=each.max_rows,
        file=each.file,
        public_if_awarded=each.public_if_awarded,
    )


def _attachments_part(rule: AttachmentRule) -> Part:
    title = Text(th="ไฟล์แนบ", en="Attachments")
    files = FileRule(max=rule.max_files, types=rule.types, max_mb=rule.max_mb_each)
    question = Question(ATTACHMENTS, QuestionKind.FILE, ATTACHMENTS, title, rule.note, file=files)
    return Part(ATTACHMENTS, title, rule.note, (question,))


def _category_part(rubric: Rubric, category: Node) -> Part:
    made = tuple(question for item in category.nodes for question in _item_questions(rubric, item, category.id))
    return Part(f"category-{category.id}", category.title, category.guidance, made, node_id=category.id)


def _item_questions(rubric: Rubric, item: Node, category_id: str) -> Iterator[Question]:
    """Ticks, then an explanation and a file per level; for a results item its indicators and one file."""
    part_id = f"category-{category_id}"
    rules = {rule.id: rule for rule in rubric.evidence_rules}
    rule = rules[item.evidence.rule_ref] if item.evidence else None
    for level in item.levels:
        for point in level.checkpoints:
            yield Question(
                f"tick.{point.id}", QuestionKind.TICK, part_id, point.text, node_id=item.id, level=level.code
            )
        if rule is not None:
            yield from _evidence(f"{item.id}.{level.code}", item, rule, part_id, level.code)
    if item.kpi is not None:
        yield _indicators(item, item.kpi, part_id)
        if rule is not None:
            yield from _evidence(item.id, item, rule, part_id, None)


def _evidence(place: str, item: Node, rule: EvidenceRule, part_id: str, level: str | None) -> Iterator[Question]:
    limit = rule.text.max_graphemes
    yield Question(
        f"text.{place}", QuestionKind.LONG_TEXT, part_id, item.title, max_graphemes=limit, node_id=item.id, level=level
    )
    yield Question(
        f"file.{place}", QuestionKind.FILE, part_id, item.title, file=rule.file, node_id=item.id, level=level
    )


def _indicators(item: Node, rule: KpiSettings, part_id: str) -> Question:
    return Question(
        f"kpis.{item.id}",
        QuestionKind.INDICATORS,
        part_id,
        item.title,
        item.guidance,
        min_rows=rule.min_indicators,
        max_rows=rule.max_indicators,
        node_id=item.id,
    )

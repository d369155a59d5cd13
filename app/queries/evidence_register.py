"""Every file of an application with what it backs up and could back up, and the claims that have no evidence yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.models import Evidence, FileState
from app.queries.applicant_document import Document
from app.queries.application_content import Content
from rubrics.nodes import Node
from rubrics.scales import Checkpoint
from workflows.document import Question, QuestionKind
from workflows.document.evidence import file_facts, file_obstacles
from workflows.document.gaps import is_blank


@dataclass(frozen=True)
class RegisteredFile:
    """One file: the fields it backs up, and the open ones with room that it would fit."""

    evidence: Evidence
    uses: tuple[Question, ...]
    fits: tuple[Question, ...]


@dataclass(frozen=True)
class Claim:
    """One level that is claimed by ticks, or a results item with indicators, and what backs it up."""

    item: Node
    level: str | None
    met: tuple[Checkpoint, ...]
    of: int
    is_explained: bool
    files: tuple[Evidence, ...]
    question: Question


@dataclass(frozen=True)
class ClaimGroup:
    """The claims of one category."""

    category: Node
    claims: tuple[Claim, ...]

    @property
    def bare(self) -> int:
        """How many of them have no file."""
        return sum(not claim.files for claim in self.claims)


@dataclass(frozen=True)
class Register:
    """The register of evidence: files, claims by category, and the fields that can still take a file."""

    files: tuple[RegisteredFile, ...]
    groups: tuple[ClaimGroup, ...]
    with_room: tuple[Question, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim, in the order of the criteria."""
        return tuple(claim for group in self.groups for claim in group.claims)

    @property
    def first_bare(self) -> ClaimGroup | None:
        """The first category with a claim that has no file."""
        return next((group for group in self.groups if group.bare), None)

    @property
    def bare(self) -> tuple[Claim, ...]:
        """The claims without a file."""
        return tuple(claim for claim in self.claims if not claim.files)

    @property
    def unexplained(self) -> tuple[Claim, ...]:
        """The claims without an explanation, which they owe."""
        return tuple(claim for claim in self.claims if not claim.is_explained)


def register_of(document: Document) -> Register:
    """Return the register of a document, from what is read already."""
    asked = {question.id: question for standing in document.standings for question in standing.part.questions}
    open_ones = [
        question
        for standing in document.standings
        if standing.is_open
        for question in standing.part.questions
        if question.kind is QuestionKind.FILE
    ]
    fits = usable_files(document.content, open_ones)
    return Register(
        files=tuple(
            RegisteredFile(
                evidence=each,
                uses=tuple(asked[field] for field in asked if field in {link.field for link in each.links}),
                fits=tuple(question for question in open_ones if each in fits[question.id]),
            )
            for each in document.content.uploaded
            if not each.links or any(link.field in asked for link in each.links)
        ),
        groups=tuple(_groups(document)),
        with_room=tuple(question for question in open_ones if has_room(document.content, question)),
    )


def usable_files(content: Content, questions: Iterable[Question]) -> Mapping[str, tuple[Evidence, ...]]:
    """Return for each field that takes files those of the application that would fit it and are not there yet."""
    return {
        question.id: tuple(each for each in content.uploaded if _would_fit(each, question, content))
        if has_room(content, question)
        else ()
        for question in questions
        if question.file is not None
    }


def has_room(content: Content, question: Question) -> bool:
    """Say whether one more file fits into a field; a refused one takes no room."""
    return question.file is not None and content.file_counts.get(question.id, 0) < question.file.max


def _would_fit(evidence: Evidence, question: Question, content: Content) -> bool:
    if evidence.state is FileState.REFUSED or evidence in content.files.get(question.id, ()) or question.file is None:
        return False
    facts = file_facts(evidence.file.media_type, evidence.file.size, evidence.file.pages)
    return not file_obstacles(facts, question.file, most_mb=question.file.max_mb, field=question.id)


def _groups(document: Document) -> Iterable[ClaimGroup]:
    claims = tuple(_claims(document))
    for category in document.rubric.nodes:
        mine = tuple(claim for claim in claims if document.rubric.parent_of(claim.item.id) == category)
        if mine:
            yield ClaimGroup(category, mine)


def _claims(document: Document) -> Iterable[Claim]:
    answers, files = document.content.answers, document.content.files
    by_place = {
        (question.node_id, question.level): question
        for standing in document.standings
        for question in standing.part.questions
        if question.kind is QuestionKind.FILE
    }
    for item in document.rubric.leaves:
        for level in item.levels or (None,):
            code = level.code.value if level else None
            met = tuple(p for p in level.checkpoints if answers.get(f"tick.{p.id}") is True) if level else ()
            place = by_place.get((item.id, code))
            if place is None or (not met if level else is_blank(answers.get(f"kpis.{item.id}"))):
                continue
            yield Claim(
                item=item,
                level=code,
                met=met,
                of=len(level.checkpoints) if level else 0,
                is_explained=not is_blank(answers.get(place.id.replace("file.", "text.", 1))),
                files=tuple(each for each in files.get(place.id, ()) if each.state is not FileState.REFUSED),
                question=place,
            )

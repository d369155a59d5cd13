"""The facts automatic screening looks at, read from a snapshot and from what else the agency entered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.clock import BANGKOK
from app.extensions import db
from app.models import AgencyKind, Application, Programme, Snapshot
from app.queries.criteria import rubric_of
from app.thai import grapheme_count, search_key
from rubrics.model import Rubric
from workflows.application import ENDED, ApplicationState, Phase
from workflows.document import Gap, Part, QuestionKind, document_gaps, parts
from workflows.document.gaps import NOT_SET
from workflows.screening import OtherEntry, ScreeningFacts

COMPARED_FIELDS = ("title_th", "summary")


def screening_facts(application: Application, snapshot: Snapshot, pages: Mapping[str, int]) -> ScreeningFacts:
    """Gather everything the automatic checks of this snapshot need; `pages` are those its texts take, by question."""
    rubric = rubric_of(application.programme)
    return facts_in(
        rubric,
        snapshot.phase,
        json.loads(snapshot.content),
        pages=pages,
        agency_kind=application.agency.kind,
        closes_at=application.programme.closes_at,
        others=_others(application) if snapshot.phase is Phase.ENTRY else (),
        other_types=_other_types(application, rubric),
    )


def facts_in(
    rubric: Rubric,
    phase: Phase,
    frozen: Mapping[str, Any],
    *,
    agency_kind: AgencyKind,
    closes_at: datetime,
    others: Iterable[OtherEntry],
    other_types: Iterable[str],
    pages: Mapping[str, int] = NOT_SET,
) -> ScreeningFacts:
    """Return the facts that lie in a frozen document, with what is told of the agency and its other entries."""
    answers, files = frozen["answers"], frozen["files"]
    counts = {field: len(listed) for field, listed in files.items()}
    document = parts(rubric, phase)
    gaps = document_gaps(rubric, phase, answers, counts, grapheme_count, pages=pages)
    return ScreeningFacts(
        phase=phase,
        answers=answers,
        files=counts,
        gaps=tuple(gap for gap in gaps if not gap.is_over_pages),
        profile_part_ids=frozenset(section.id for section in rubric.profile),
        pages_over=(*_texts_over(gaps), *_pages_over(document, files)),
        levels_without_evidence=tuple(_claimed_without_files(document, answers, counts)),
        agency_kind=agency_kind.value,
        closes_on=closes_at.astimezone(BANGKOK).date(),
        text=compared(answers),
        others=tuple(others),
        other_types=tuple(other_types),
    )


def compared(answers: Mapping[str, Any]) -> str:
    """Return the text by which entries are compared: title and summary, as search keys."""
    return search_key(" ".join(str(answers.get(field) or "") for field in COMPARED_FIELDS))


def _texts_over(gaps: Iterable[Gap]) -> list[str]:
    """The names of texts with more pages than their field allows, as the agency reads them, with what they take."""
    over = [gap for gap in gaps if gap.is_over_pages]
    return [f"{gap.question.title.th} ({gap.obstacle.params['pages']}/{gap.obstacle.params['most']})" for gap in over]


def _pages_over(document: tuple[Part, ...], files: Mapping[str, list[Mapping[str, Any]]]) -> list[str]:
    """The names of files with more pages than their field allows."""
    limits = {
        question.id: question.file.max_pages
        for part in document
        for question in part.questions
        if question.file is not None and question.file.max_pages
    }
    return [
        each["name"]
        for field, listed in files.items()
        for each in listed
        if each.get("pages") and each["pages"] > limits.get(field, each["pages"])
    ]


def _claimed_without_files(
    document: tuple[Part, ...], answers: Mapping[str, Any], counts: Mapping[str, int]
) -> list[str]:
    claimed = {
        (question.node_id, question.level)
        for part in document
        for question in part.questions
        if question.kind is QuestionKind.TICK and answers.get(question.id) is True
    }
    files = {
        (question.node_id, question.level)
        for part in document
        for question in part.questions
        if question.kind is QuestionKind.FILE and counts.get(question.id)
    }
    return sorted(f"{node} {level}" for node, level in claimed - files)


def _others(application: Application) -> list[OtherEntry]:
    """The agency's other entries of this cycle, of every programme."""
    others = db.session.execute(
        select(Application.code, Snapshot.content)
        .join(Snapshot, Snapshot.application_id == Application.id)
        .join(Programme, Programme.id == Application.programme_id)
        .where(
            Application.agency_id == application.agency_id,
            Application.id != application.id,
            Programme.cycle_id == application.programme.cycle_id,
            Snapshot.phase == Phase.ENTRY,
            Application.state.not_in((ApplicationState.WITHDRAWN, ApplicationState.DISQUALIFIED)),
        )
    )
    return [OtherEntry(code, compared(json.loads(content)["answers"])) for code, content in others]


def _other_types(application: Application, rubric: Rubric) -> list[str]:
    """The other programmes of the same branch and cycle the agency sent an entry to, where the criteria allow one."""
    if rubric.eligibility is None or not rubric.eligibility.one_type_per_branch:
        return []
    return list(
        db.session.scalars(
            select(Programme.title_th)
            .join(Application, Application.programme_id == Programme.id)
            .where(
                Application.agency_id == application.agency_id,
                Application.submitted_at.is_not(None),
                Application.state.not_in(ENDED),
                Programme.cycle_id == application.programme.cycle_id,
                Programme.branch == application.programme.branch,
                Programme.id != application.programme_id,
            )
            .distinct()
        )
    )

"""What agencies do in a national round, many at a time: start and write, send for approval, submit."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

from app.clock import BANGKOK, now
from app.demo.answering import entry_answers
from app.demo.national_case import Case, Owner
from app.demo.national_files import Kept, attached
from app.demo.national_rows import Rows
from app.demo.national_scale import Halt
from app.models import Answer, Application, CoOwner, Receipt, Snapshot
from app.services.answer_values import stored_value
from app.services.snapshots import frozen_document, sealed
from app.thai import search_key
from rubrics import load_rubric
from workflows.application import ApplicationState, Phase
from workflows.deadlines import Deadline
from workflows.document import Question, questions
from workflows.roles import Role

S = ApplicationState
_FIRST = "submitting_agency"
_WRITING = timedelta(minutes=50)
# Of a hundred answers, how many a draft has so far.
_DRAFTED = 60


def begin(rows: Rows, case: Case, *, kept: Mapping[str, Kept], owners: Mapping[str, Owner]) -> None:
    """Start the application and write it: what the system fills in itself at once, the rest within the hour."""
    case.answers = {_FIRST: case.owner.code, **_written(case)}
    title_th, title_en, unit = (case.answers.get(name, "") for name in ("title_th", "title_en", "responsible_unit"))
    rows.add(
        Application(
            id=case.id,
            code=case.code,
            programme_id=case.programme.id,
            agency_id=case.owner.id,
            title_th=title_th,
            title_en=title_en,
            responsible_unit=unit,
            search_key=search_key(f"{case.code} {title_th} {title_en} {unit}"),
            state=S.DRAFT,
            created_by_id=case.coordinator.id,
            created_at=now(),
            state_since=now(),
            version=1,
        )
    )
    rows.record("application_started", case.subject, by=case.coordinator, programme=case.programme.rubric_id)
    for name, value in case.answers.items():
        rows.add_values(
            Answer,
            application_id=case.id,
            field=name,
            value=value,
            version=1,
            saved_by_id=case.coordinator.id,
            saved_at=now() if name == _FIRST else now() + _WRITING,
        )
    case.co_owners = [code for code in case.answers.get("co_owners", ()) if code != case.owner.code]
    rows.add(*(CoOwner(application_id=case.id, agency_id=owners[code].id) for code in case.co_owners))
    file = kept[case.programme.rubric_id]
    case.files = {file.field: [attached(rows, file, case.id, case.coordinator.id)]}


def _written(case: Case) -> dict[str, Any]:
    """The answers as they are stored; a draft is as far as the unit of the agency has come."""
    closes = case.programme.closes_at.astimezone(BANGKOK).date()
    story = case.story
    raw = entry_answers(story.entry, story.team, story.content.explanations, on=closes)
    answers = {name: _stored(case.programme.rubric_id, name, value) for name, value in raw.items()}
    if case.halt is Halt.DRAFT:
        return dict(list(answers.items())[: len(answers) * _DRAFTED // 100])
    return answers


@lru_cache(maxsize=32)
def _questions(rubric_id: str) -> Mapping[str, Question]:
    return questions(load_rubric(rubric_id), Phase.ENTRY)


def _stored(rubric_id: str, name: str, raw: Any) -> Any:
    if isinstance(raw, str | bool):
        return _stored_text(rubric_id, name, raw)
    return stored_value(_questions(rubric_id)[name], raw)


@lru_cache(maxsize=20_000)
def _stored_text(rubric_id: str, name: str, raw: str | bool) -> Any:  # noqa: FBT001  # a tick as it was given
    """Many entries are told from one written text: it is put in order once."""
    return stored_value(_questions(rubric_id)[name], raw)


def send(rows: Rows, case: Case) -> None:
    """Send the entry to the head for approval."""
    rows.change(Application, case.id, state=S.AWAITING_APPROVAL, state_since=now(), resumes_as=S.DRAFT)
    event = rows.record("send_for_approval", case.subject, by=case.coordinator)
    rows.tell(
        "approval_wanted",
        [member for member in case.team if member.role in (Role.HEAD, Role.DELEGATE)],
        once_per=event.id,
        of=case.programme.id,
        link=case.link,
        sender=case.coordinator.name_th,
        deadline=Deadline.ENTRY,
        closes=case.programme.closes_at,
        **case.naming,
    )


def submit(rows: Rows, case: Case) -> None:
    """Approve and hand in: the document is frozen, the receipt issued, the team and the officers told."""
    rows.change(Application, case.id, state=S.SUBMITTED, state_since=now(), resumes_as=None, submitted_at=now())
    case.frozen = frozen_document(
        code=case.code,
        phase=Phase.ENTRY,
        programme=case.programme.rubric_id,
        rubric_sha256=case.programme.rubric_sha256,
        agency=case.owner.code,
        co_owners=case.co_owners,
        title_th=case.answers.get("title_th", ""),
        title_en=case.answers.get("title_en", ""),
        answers=case.answers,
        files=case.files,
    )
    text, case.snapshot_sha256 = sealed(case.frozen)
    case.snapshot_id = uuid.uuid4()
    rows.add(
        Snapshot(
            id=case.snapshot_id,
            application_id=case.id,
            number=1,
            phase=Phase.ENTRY,
            content=text,
            sha256=case.snapshot_sha256,
            taken_at=now(),
        )
    )
    _hand_in(rows, case, case.snapshot_id)


def _hand_in(rows: Rows, case: Case, snapshot_id: uuid.UUID) -> None:
    event = rows.record("submit", case.subject, by=case.head, snapshot=case.snapshot_sha256)
    receipt = Receipt(
        application_id=case.id,
        snapshot_id=snapshot_id,
        event_id=event.id,
        number=f"{case.code}-01",
        issued_to_id=case.head.id,
        issued_at=now(),
    )
    rows.add(receipt)
    told: dict[str, Any] = {"at": now(), "receipt": receipt.number, **case.naming}
    rows.tell("application_submitted", case.team, once_per=event.id, of=case.programme.id, link=case.link, **told)
    rows.tell(
        "application_arrived",
        case.officers,
        once_per=event.id,
        of=case.programme.id,
        link=f"/office/screening/{case.id}",
        agency=case.owner.name_th,
        **case.naming,
    )

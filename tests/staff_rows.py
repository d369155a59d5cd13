"""Very many applications at once, written by the table: for tests and figures of the staff's pages."""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from app.clock import now
from app.extensions import db
from app.models import (
    Agency,
    AgencyKind,
    Application,
    Assignment,
    AssignmentState,
    Base,
    ConsensusSheet,
    ConsensusState,
    FeedbackReport,
    FeedbackState,
    Message,
    MessageState,
    Person,
    Programme,
    ScoreSheet,
    SheetState,
    Snapshot,
)
from app.thai import search_key, sort_key
from app.transaction import transactional
from workflows.application import ApplicationState, Phase

S = ApplicationState
# Of ten applications so many stand in each state.
_STATES = (S.DRAFT, S.SUBMITTED, S.ASSESSMENT, S.ASSESSMENT, S.ASSESSMENT, S.ASSESSMENT, S.ASSESSMENT, S.CONSENSUS)
_STATES += (S.COMMITTEE, S.WITHDRAWN)
_OF_A_PANEL, _LOAD, _ENTRIES_OF_AN_AGENCY = 3, 20, 4


class _Rows:
    def __init__(self) -> None:
        self._of: dict[type[Base], list[dict[str, Any]]] = defaultdict(list)

    def add(self, model: type[Base], **values: Any) -> uuid.UUID:
        key = uuid.uuid4()
        self._of[model].append({"id": key, **values})
        return key

    def write(self) -> None:
        for model, rows in self._of.items():
            for start in range(0, len(rows), 5_000):
                db.session.execute(insert(model), rows[start : start + 5_000])


@transactional
def write_applications(programme: Programme, count: int, *, creator: Person) -> None:
    """Write so many applications with panels, sheets, consensuses, feedback and messages, in a few seconds."""
    rows, stage = _Rows(), next(stage for stage in programme.stages if stage.panel_size)
    agencies = [
        _agency(rows, f"{programme.rubric_id}-{number}") for number in range(1 + count // _ENTRIES_OF_AN_AGENCY)
    ]
    assessors = [
        _assessor(rows, f"{programme.rubric_id}-{number}")
        for number in range(_OF_A_PANEL + count * _OF_A_PANEL // _LOAD)
    ]
    for number in range(count):
        key = _application(rows, programme, number, agency=agencies[number % len(agencies)], creator=creator)
        state = _STATES[number % len(_STATES)]
        if state in (S.ASSESSMENT, S.CONSENSUS, S.COMMITTEE):
            _panel(rows, key, stage.id, assessors, number, state=state, creator=creator)
        _message(rows, programme, number, key, creator)
        if state is S.COMMITTEE:
            _feedback(rows, key, number)
    rows.write()


def _application(rows: _Rows, programme: Programme, number: int, *, agency: uuid.UUID, creator: Person) -> uuid.UUID:
    state, code = _STATES[number % len(_STATES)], f"{programme.rubric_id}-{number:06}"
    stage = next(stage for stage in programme.stages if stage.panel_size)
    return rows.add(
        Application,
        code=code,
        programme_id=programme.id,
        agency_id=agency,
        title_th=f"ผลงานตัวอย่างลำดับที่ {number}",
        search_key=search_key(f"{code} ผลงานตัวอย่างลำดับที่ {number}"),
        state=state,
        stage_id=stage.id if state in (S.ASSESSMENT, S.CONSENSUS, S.COMMITTEE) else None,
        created_by_id=creator.id,
        created_at=now() - timedelta(days=40),
        submitted_at=None if state is S.DRAFT else now() - timedelta(days=30),
        state_since=now() - timedelta(days=number % 30),
        version=1,
    )


def _message(rows: _Rows, programme: Programme, number: int, application: uuid.UUID, to: Person) -> None:
    rows.add(
        Message,
        kind="application_submitted",
        recipient_id=to.id,
        programme_id=programme.id,
        email=to.email,
        language="th",
        subject=f"รับใบสมัครลำดับที่ {number} แล้ว",
        body="ข้อความตัวอย่าง",
        link=f"/applications/{application}",
        dedupe_key=f"many-{application}",
        state=MessageState.SENT,
        attempts=1,
        next_attempt_at=now(),
        created_at=now() - timedelta(minutes=number),
        sent_at=now(),
    )


def _feedback(rows: _Rows, application: uuid.UUID, number: int) -> None:
    rows.add(
        FeedbackReport,
        application_id=application,
        state=FeedbackState.DRAFT,
        content={"summary": f"จุดเด่นคือการรับฟังผู้รับบริการ โอกาสพัฒนาคือการวัดผลระยะยาว ({number})", "categories": []},
        version=1,
    )


def _agency(rows: _Rows, mark: str) -> uuid.UUID:
    name = f"หน่วยงานตัวอย่าง {mark}"
    return rows.add(
        Agency,
        code=f"many-{mark}",
        kind=AgencyKind.DEPARTMENT,
        name_th=name,
        name_en=f"Agency {mark}",
        sort_key=sort_key(name),
        search_key=search_key(f"many-{mark} {name}"),
    )


def _assessor(rows: _Rows, mark: str) -> uuid.UUID:
    return rows.add(
        Person,
        email=f"many-{mark.replace('@', '-')}@lertrat.example",
        name_th=f"นายผู้ตรวจ {mark}",
        name_en=f"Assessor {mark}",
        session_key=f"many-{mark}",
        ledger_ref=f"person:many-{mark}",
        created_at=now(),
    )


def _panel(
    rows: _Rows,
    application: uuid.UUID,
    stage: uuid.UUID,
    assessors: list[uuid.UUID],
    number: int,
    *,
    state: ApplicationState,
    creator: Person,
) -> None:
    is_in = state is not S.ASSESSMENT
    snapshot = _snapshot(rows, application)
    for place in range(_OF_A_PANEL):
        assessor = assessors[(number * _OF_A_PANEL + place) % len(assessors)]
        seat = rows.add(
            Assignment,
            application_id=application,
            stage_id=stage,
            assessor_id=assessor,
            state=AssignmentState.PUBLISHED if number % 9 == place else AssignmentState.ACCEPTED,
            published_at=now() - timedelta(days=20),
            due_at=now() + timedelta(days=number % 15 - 2),
        )
        if is_in or place == 0:
            rows.add(
                ScoreSheet,
                assignment_id=seat,
                application_id=application,
                stage_id=stage,
                assessor_id=assessor,
                snapshot_id=snapshot,
                state=SheetState.SUBMITTED,
                sha256="0" * 64,
                opened_at=now() - timedelta(days=19),
                submitted_at=now() - timedelta(days=number % 18),
                total=str(60 + (number + 7 * place) % 35) if is_in else None,
            )
    if is_in:
        _consensus(rows, application, stage, number, recorder=creator if state is S.COMMITTEE else None)


def _snapshot(rows: _Rows, application: uuid.UUID) -> uuid.UUID:
    return rows.add(
        Snapshot,
        application_id=application,
        number=1,
        phase=Phase.ENTRY,
        content='{"answers": {}, "files": {}}',
        sha256="0" * 64,
        taken_at=now(),
    )


def _consensus(rows: _Rows, application: uuid.UUID, stage: uuid.UUID, number: int, *, recorder: Person | None) -> None:
    rows.add(
        ConsensusSheet,
        application_id=application,
        stage_id=stage,
        state=ConsensusState.RECORDED if recorder else ConsensusState.OPEN,
        opened_at=now(),
        to_discuss=number % 3,
        recorded_at=now() if recorder else None,
        recorded_by_id=recorder.id if recorder else None,
        total=str(60 + number % 35) if recorder else None,
        sha256="0" * 64 if recorder else None,
    )

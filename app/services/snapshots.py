"""Freezing what is handed in: one canonical text with its hash, which the receipt proves and assessors open."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from app.clock import now
from app.extensions import db
from app.models import Application, Evidence, FileState, Snapshot
from app.queries.application_content import content_of


def freeze(application: Application) -> Snapshot:
    """Store the document at hand as the next snapshot of the application."""
    text = json.dumps(frozen_content(application), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    last = db.session.scalar(select(func.max(Snapshot.number)).where(Snapshot.application_id == application.id))
    snapshot = Snapshot(
        application_id=application.id,
        number=(last or 0) + 1,
        phase=application.phase,
        content=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        taken_at=now(),
    )
    db.session.add(snapshot)
    db.session.flush()
    return snapshot


def frozen_content(application: Application) -> dict[str, Any]:
    """Return what a snapshot holds: answers and files, with the programme and rubric they answer to."""
    content = content_of(application)
    return {
        "code": application.code,
        "phase": application.phase.value,
        "programme": application.programme.rubric_id,
        "rubric_sha256": application.programme.rubric_sha256,
        "agency": application.agency.code,
        "co_owners": sorted(owner.agency.code for owner in application.co_owners),
        "title": {"th": application.title_th, "en": application.title_en},
        "answers": dict(content.answers),
        "files": {field: _files(files) for field, files in content.files.items()},
    }


def _files(files: Iterable[Evidence]) -> list[dict[str, Any]]:
    """What was refused is not handed in."""
    return [_file(each) for each in files if each.state is not FileState.REFUSED]


def _file(evidence: Evidence) -> dict[str, Any]:
    return {
        "id": str(evidence.id),
        "name": evidence.file_name,
        "caption": evidence.caption,
        "sha256": evidence.sha256,
        "size": evidence.file.size,
        "pages": evidence.file.pages,
        "media_type": evidence.file.media_type,
    }

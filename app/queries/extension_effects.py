"""What more time for one agency, or taking it back, changes for what it still has to send; looked at beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Agency, Application, Extension, Programme
from app.queries.deadlines import entry_window_with, window_with
from app.queries.owed import OWING_STATES
from workflows.deadlines import Window, lapsed


@dataclass(frozen=True)
class ChangedDue:
    """One document the agency still has to send, with its window before and after."""

    application: Application
    before: Window
    after: Window
    at: datetime

    @property
    def opens_again(self) -> bool:
        """Say whether its time was over and is so no more."""
        return self._lapsed(self.before) and not self._lapsed(self.after)

    @property
    def lapses(self) -> bool:
        """Say whether its time is over at once."""
        return self._lapsed(self.after) and not self._lapsed(self.before)

    def _lapsed(self, window: Window) -> bool:
        return lapsed(self.application.state, window, self.at)


@dataclass(frozen=True)
class ExtensionEffects:
    """The documents whose due time moves; and the due time of new entries, where the agency has none yet."""

    documents: Sequence[ChangedDue]
    new_entries: tuple[Window, Window] | None


def effects_of_granting(programme: Programme, agency: Agency, until: datetime, *, at: datetime) -> ExtensionEffects:
    """Return what more time until then changes; of several extensions the one that reaches furthest counts."""
    before = _reaching(programme, agency)
    return _effects(programme, agency, before, max(until, before) if before else until, at)


def effects_of_revoking(extension: Extension, *, at: datetime) -> ExtensionEffects:
    """Return what taking the extension back changes; another one of the agency still counts."""
    programme, agency = extension.programme, extension.agency
    left = _reaching(programme, agency, without=extension)
    return _effects(programme, agency, _reaching(programme, agency), left, at)


def extension_to_revoke(programme: Programme, key: object) -> Extension | None:
    """Return an extension of this programme by its id, with its agency."""
    statement = select(Extension).where(Extension.id == key, Extension.programme_id == programme.id)
    return db.session.scalars(statement.options(joinedload(Extension.agency))).one_or_none()


def _reaching(programme: Programme, agency: Agency, without: Extension | None = None) -> datetime | None:
    statement = select(func.max(Extension.until)).where(
        Extension.programme_id == programme.id, Extension.agency_id == agency.id, Extension.revoked_at.is_(None)
    )
    return db.session.scalar(statement.where(Extension.id != without.id) if without else statement)


def _effects(
    programme: Programme, agency: Agency, before: datetime | None, after: datetime | None, at: datetime
) -> ExtensionEffects:
    entries = db.session.scalars(
        select(Application)
        .where(Application.programme_id == programme.id, Application.agency_id == agency.id)
        .order_by(Application.code)
    ).all()
    changed = [
        ChangedDue(each, window_with(each, before), window_with(each, after), at)
        for each in entries
        if each.state in OWING_STATES
    ]
    new = None if entries else (entry_window_with(programme, before), entry_window_with(programme, after))
    return ExtensionEffects([each for each in changed if each.before.due != each.after.due], new)

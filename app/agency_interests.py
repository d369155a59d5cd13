"""Whose round an agency is in, in which somebody declared an interest: the staff of those programmes rule on it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, or_

from app.models import Application, CoOwner, DeclaredInterest, Programme


def in_round_of(programmes: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition on an interest that its agency is in the round of one of these programmes, not announced yet.

    Whoever owns the work together with an applicant is in its round too.
    """
    co_owned = exists().where(CoOwner.application_id == Application.id, CoOwner.agency_id == DeclaredInterest.agency_id)
    return (
        exists()
        .where(
            Application.programme_id == Programme.id,
            Programme.announced_at.is_(None),
            programmes,
            or_(Application.agency_id == DeclaredInterest.agency_id, co_owned.correlate(Application, DeclaredInterest)),
        )
        .correlate(DeclaredInterest)
    )

"""The register of official letters, and the number of one paper."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.extensions import db
from app.models import (
    Appeal,
    Application,
    Decision,
    LetterNumber,
    LetterRegister,
    Person,
    Programme,
    Receipt,
    ServiceCertificate,
)
from app.permissions import Permission, set_aside_for, visible_programmes
from workflows.letters import written_number

Paper = Receipt | Programme | Appeal | Decision | ServiceCertificate


def letter_prefix() -> str:
    """Return the prefix new numbers get; empty until somebody sets it."""
    register = db.session.get(LetterRegister, 1)
    return register.prefix if register else ""


def written(letter: LetterNumber) -> str:
    """Write a number of the register as it stands on the letter."""
    return written_number(letter.prefix, letter.number)


def letters_of_receipts(receipts: Collection[Receipt]) -> Mapping[uuid.UUID, LetterNumber]:
    """Return the numbers in force of these receipts, by receipt."""
    found = db.session.scalars(
        select(LetterNumber).where(
            LetterNumber.receipt_id.in_([receipt.id for receipt in receipts]), LetterNumber.voided_at.is_(None)
        )
    )
    return {letter.receipt_id: letter for letter in found if letter.receipt_id}


def letter_of(paper: Paper) -> LetterNumber | None:
    """Return the number in force of one paper: a receipt, minutes, an appeal's answer, a decision, a service."""
    column = {
        Receipt: LetterNumber.receipt_id,
        Programme: LetterNumber.programme_id,
        Appeal: LetterNumber.appeal_id,
        Decision: LetterNumber.decision_id,
        ServiceCertificate: LetterNumber.service_id,
    }
    return db.session.scalars(
        select(LetterNumber).where(column[type(paper)] == paper.id, LetterNumber.voided_at.is_(None))
    ).one_or_none()


def number_of(paper: Paper) -> str:
    """Return the number of a paper as written; empty where none is given."""
    letter = letter_of(paper)
    return written(letter) if letter else ""


@dataclass(frozen=True)
class Register:
    """One year of the register as far as a person may see it, newest number first, and the years there are."""

    year_be: int | None
    years: list[int]
    letters: list[LetterNumber]
    prefix: str


def letter_register(person: Person, year_be: int | None) -> Register:
    """Return a year of the register, the newest where none is named; numbers of other programmes are left out.

    So are those of applications that are kept from the person.
    """
    years = list(
        db.session.scalars(select(LetterNumber.year_be).distinct().order_by(LetterNumber.year_be.desc())).all()
    )
    shown = year_be if year_be in years else (years[0] if years else None)
    visible = select(Programme.id).where(visible_programmes(person, Permission.AUDIT))
    letters = db.session.scalars(
        select(LetterNumber)
        .outerjoin(LetterNumber.receipt)
        .outerjoin(LetterNumber.appeal)
        .outerjoin(LetterNumber.decision)
        .outerjoin(
            Application,
            Application.id == func.coalesce(Receipt.application_id, Appeal.application_id, Decision.application_id),
        )
        .where(
            LetterNumber.year_be == shown,
            or_(
                LetterNumber.programme_id.in_(visible),
                and_(Application.programme_id.in_(visible), ~set_aside_for(person)),
                LetterNumber.service_id.is_not(None),
            ),
        )
        .options(
            contains_eager(LetterNumber.receipt).contains_eager(Receipt.application).joinedload(Application.agency),
            contains_eager(LetterNumber.appeal).contains_eager(Appeal.application).joinedload(Application.agency),
            contains_eager(LetterNumber.decision).contains_eager(Decision.application).joinedload(Application.agency),
            joinedload(LetterNumber.programme),
            joinedload(LetterNumber.service).joinedload(ServiceCertificate.assessor),
            joinedload(LetterNumber.service).joinedload(ServiceCertificate.cycle),
            joinedload(LetterNumber.given_by),
            joinedload(LetterNumber.voided_by),
        )
        .order_by(LetterNumber.number.desc())
    ).all()
    return Register(shown, years, list(letters), letter_prefix())

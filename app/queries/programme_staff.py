"""Who of OPDC answers for a programme."""

from __future__ import annotations

from sqlalchemy import or_, select

from app.extensions import db
from app.models import Person, Programme, RoleGrant
from workflows.roles import Role


def staff_of(programme: Programme, *roles: Role) -> list[Person]:
    """Return the people who hold one of these roles on the programme's branch and type."""
    statement = (
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.role.in_(roles),
            RoleGrant.revoked_at.is_(None),
            or_(RoleGrant.branch.is_(None), RoleGrant.branch == programme.branch),
            or_(RoleGrant.type_code.is_(None), RoleGrant.type_code == programme.type_code),
        )
    )
    return list(db.session.scalars(statement).unique())

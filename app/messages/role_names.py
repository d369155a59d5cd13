"""What each role is called, on pages and in messages."""

from __future__ import annotations

from flask_babel import gettext

from workflows.errors import N_
from workflows.roles import Role

_NAMES = {
    Role.CONTRIBUTOR: N_("Contributor"),
    Role.COORDINATOR: N_("Coordinator"),
    Role.HEAD: N_("Head of agency"),
    Role.DELEGATE: N_("Delegate of the head"),
    Role.ASSESSOR: N_("Assessor"),
    Role.LEAD_ASSESSOR: N_("Lead assessor"),
    Role.OFFICER: N_("OPDC officer"),
    Role.DIRECTOR: N_("OPDC director"),
    Role.JUDGE: N_("Committee member"),
    Role.ADVISER: N_("Adviser"),
    Role.ADMINISTRATOR: N_("Administrator"),
    Role.AUDITOR: N_("Auditor"),
    Role.SYSTEM: N_("The system"),
}


def role_name(role: Role) -> str:
    """Name the role in the present language."""
    return gettext(_NAMES[role])

"""What each deadline of an agency is called, on pages and in messages."""

from __future__ import annotations

from flask_babel import gettext

from workflows.deadlines import Deadline
from workflows.errors import N_

_NAMES = {
    Deadline.ENTRY: N_("Applications close"),
    Deadline.REPORT: N_("Report due"),
    Deadline.CORRECTION: N_("Correction due"),
}


def deadline_name(deadline: Deadline) -> str:
    """Name the deadline in the present language; its day follows."""
    return gettext(_NAMES[deadline])

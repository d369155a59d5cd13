"""Says what keeps an assessor off a panel: by themselves, and beside those who sit on it."""

from __future__ import annotations

from flask_babel import gettext as _

from app.queries.panel_seating import Choice
from app.views.formatting import page_language
from app.views.reasons import sentence
from workflows.errors import all_named


def in_the_way(choice: Choice) -> list[str]:
    """Everything that keeps an assessor off this panel whoever else sits on it."""
    said = [sentence(conflict.detail) for conflict in choice.conflicts]
    if not choice.has_declared:
        said.append(_("Has not made this year's declaration of conflicts"))
    return said


def beside_others(choice: Choice) -> list[str]:
    """The rules of the whole panel that seating this assessor would break."""
    said = []
    if choice.peers:
        names = all_named(person.named for person in choice.peers)
        said.append(_("Of one ministry with %(names)s, who is on this panel", names=names.in_language(page_language())))
    if choice.leaves_no_lead:
        said.append(_("Cannot lead, and nobody else on this panel can"))
    return said

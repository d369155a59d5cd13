"""What an outcome of the committee is called: as the criteria name it, and in our own words where nothing is given."""

from __future__ import annotations

from flask_babel import gettext as _

from app.queries.award_levels import award_label, certifies
from rubrics.model import Rubric


def outcome_name(rubric: Rubric, code: str, language: str) -> str:
    """Name an outcome as its criteria do."""
    label = award_label(rubric, code)
    return label.name.in_language(language) if label else no_outcome(rubric)


def no_outcome(rubric: Rubric) -> str:
    """Say that nothing is given: a status assessment certifies a band, everything else gives an award."""
    return _("Not certified") if certifies(rubric) else _("No award")

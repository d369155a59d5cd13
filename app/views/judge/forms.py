"""The forms of the committee's pages: shape only, rules are asked by the use cases."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, NumberRange

from app.models import Person
from app.queries.award_levels import award_label
from app.views.fields import ThaiInteger, ThaiLongText
from rubrics.model import Rubric
from workflows.decision import possible_outcomes


class DecisionForm(FlaskForm):
    """A decision to propose: outcome, why, who was there, who stood aside, what was said."""

    outcome = RadioField(_l("Outcome"), validators=[InputRequired(_l("Choose the outcome"))])
    reason = ThaiLongText(_l("Reason"))
    quorum = ThaiInteger(
        _l("Members present"),
        validators=[
            InputRequired(_l("Enter how many members were present")),
            NumberRange(min=1, message=_l("Enter 1 or more")),
        ],
    )
    recused = SelectMultipleField(_l("Recused"))
    minutes = ThaiLongText(_l("Minutes"))

    def offer(self, rubric: Rubric, members: Sequence[Person], language: str) -> None:
        """Take the outcomes the criteria know and the members who may stand aside."""
        self.outcome.choices = [(code, outcome_name(rubric, code, language)) for code in possible_outcomes(rubric)]
        self.recused.choices = [(str(member.id), member.name(language)) for member in members]


class RecusalForm(FlaskForm):
    """Standing aside, with the reason that stays on record."""

    interest = ThaiLongText(_l("Interest"), validators=[DataRequired(_l("Say what the interest is"))])


def outcome_name(rubric: Rubric, code: str, language: str) -> str:
    """Name an outcome as its criteria do."""
    label = award_label(rubric, code)
    return label.name.in_language(language) if label else _("No award")

"""The forms of the committee's pages: shape only, rules are asked by the use cases."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired

from app.models import Person
from app.views.fields import ThaiLongText
from app.views.outcome_words import outcome_name
from app.views.page_form import PageForm
from rubrics.model import Rubric
from workflows.decision import possible_outcomes
from workflows.voting import Choice


class DecisionForm(PageForm):
    """A decision to propose: outcome, why, who was there, who stood aside, what was said."""

    outcome = RadioField(_l("Outcome"), validators=[InputRequired(_l("Choose the outcome"))])
    reason = ThaiLongText(_l("Reason"))
    attended = SelectMultipleField(_l("Members present"))
    guests = ThaiLongText(_l("Members present without an account"))
    recused = SelectMultipleField(_l("Recused"))
    minutes = ThaiLongText(_l("Minutes"))

    def offer(self, rubric: Rubric, members: Sequence[Person], language: str) -> None:
        """Take the outcomes the criteria know and the members who may stand aside."""
        self.outcome.choices = [(code, outcome_name(rubric, code, language)) for code in possible_outcomes(rubric)]
        people = [(str(member.id), member.name(language)) for member in members]
        self.attended.choices = self.recused.choices = people


class VoteForm(PageForm):
    """A member's vote on a proposed decision."""

    choice = RadioField(_l("Your vote"), validators=[InputRequired(_l("Choose your vote"))])
    reason = ThaiLongText(_l("Reason"))

    def offer(self) -> None:
        """Take what a member may say."""
        self.choice.choices = [(choice.value, choice_name(choice)) for choice in Choice]


def choice_name(choice: Choice) -> str:
    """Name a vote."""
    return {Choice.FOR: _("In favour"), Choice.AGAINST: _("Against"), Choice.ABSTAIN: _("Abstain")}[choice]


class ReopeningForm(PageForm):
    """Why a decision is taken anew. It stands beside other forms."""

    reason = ThaiLongText(_l("Reason"), id="reopening-reason")


class RecusalForm(PageForm):
    """Standing aside, with the reason that stays on record."""

    interest = ThaiLongText(_l("Interest"), validators=[DataRequired(_l("Say what the interest is"))])

"""The forms of the secretariat's pages: shape only, rules are asked by the use cases."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from app.queries.panel_seating import Choice
from app.views.fields import ThaiDate, ThaiInstant, ThaiInteger, ThaiLongText, ThaiText


class ReasonForm(FlaskForm):
    """An act that needs a reason."""

    reason = ThaiLongText(_l("Reason"))


class ReturnForm(FlaskForm):
    """Return for correction: which parts, why, until when. It stands beside another form with a reason."""

    reason = ThaiLongText(_l("Reason"), id="return-reason")
    sections = SelectMultipleField(_l("Parts to correct"))
    due_at = ThaiInstant(_l("Correct by"), validators=[InputRequired(_l("Enter the new due time"))])


class CycleForm(FlaskForm):
    """A new award year."""

    year_be = ThaiInteger(_l("Year (Buddhist era)"), validators=[InputRequired(_l("Enter the year"))])
    title_th = ThaiText(_l("Name in Thai"), validators=[DataRequired(_l("Enter the name"))])
    title_en = ThaiText(_l("Name in English"), validators=[DataRequired(_l("Enter the name"))])


class ProgrammeForm(FlaskForm):
    """A programme to open from criteria."""

    rubric_id = SelectField(_l("Criteria"))
    opens_at = ThaiInstant(_l("Opens"), validators=[InputRequired(_l("Enter a date and a time"))])
    closes_at = ThaiInstant(_l("Closes"), validators=[InputRequired(_l("Enter a date and a time"))])
    grace_minutes = ThaiInteger(
        _l("Grace period (minutes)"), validators=[Optional(), NumberRange(min=0, message=_l("Enter 0 or more"))]
    )
    report_closes_at = ThaiInstant(_l("Application Reports close"), validators=[Optional()])


class ExtensionForm(ReasonForm):
    """More time for one agency."""

    agency_code = ThaiText(_l("Agency code"), validators=[DataRequired(_l("Enter the agency's code"))])
    until = ThaiInstant(_l("Until"), validators=[InputRequired(_l("Enter a date and a time"))])


class PlanForm(FlaskForm):
    """A plan to publish: when its sheets are due."""

    due_at = ThaiInstant(_l("Score sheets due"), validators=[Optional()])


class SeatingForm(PlanForm):
    """One panel: who sits on it and who leads."""

    assessors = SelectMultipleField(_l("Panel"))
    lead = RadioField(_l("Lead assessor"), validators=[InputRequired(_l("Choose the lead assessor"))])

    def offer(self, choices: Sequence[Choice], language: str) -> None:
        """Take the assessors who may be chosen; on an empty form those seated are chosen already."""
        names = [(str(each.profile.person_id), each.profile.person.name(language)) for each in choices]
        self.assessors.choices = names
        self.lead.choices = names
        if not self.is_submitted():
            seated = [each for each in choices if each.is_seated]
            self.assessors.data = [str(each.profile.person_id) for each in seated]
            self.lead.data = next(
                (str(each.profile.person_id) for each in seated if each.seat and each.seat.is_lead), None
            )


class FeedbackForm(FlaskForm):
    """A feedback report: its summary and next steps; the findings stand beside it, one a line."""

    summary = ThaiLongText(_l("Summary"))
    next_steps = ThaiLongText(_l("Next steps"))
    version = HiddenField(validators=[InputRequired()])


class LedgerForm(FlaskForm):
    """Between which days to look in the ledger; a GET form, so the address is the search."""

    class Meta:
        """A search changes nothing and needs no token."""

        csrf = False

    since = ThaiDate(_l("From"), validators=[Optional()])
    until = ThaiDate(_l("Until"), validators=[Optional()])

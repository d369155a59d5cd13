"""The forms of the secretariat's pages: shape only, rules are asked by the use cases."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional
from wtforms.widgets import HiddenInput

from app.queries.panel_seating import Choice
from app.views.fields import ThaiDate, ThaiInstant, ThaiInteger, ThaiLongText, ThaiText
from app.views.page_form import PageForm
from workflows.calendar import MOST_GRACE


class ReasonForm(PageForm):
    """An act that needs a reason."""

    reason = ThaiLongText(_l("Reason"))


class OverrideForm(PageForm):
    """A gate to decide against its rule. It stands beside other forms with a reason."""

    reason = ThaiLongText(_l("Reason"), id="override-reason")


class KeepingForm(PageForm):
    """An agreement that stands although it lost a sheet. It stands beside other forms with a reason."""

    reason = ThaiLongText(_l("Reason"), id="keeping-reason")


class RevocationForm(PageForm):
    """A certificate to revoke. It stands beside other forms with a reason."""

    reason = ThaiLongText(_l("Reason"), id="revocation-reason")


class AnnouncementTimeForm(PageForm):
    """When the results are announced; `seen` is the seal of the results the page showed."""

    due_at = ThaiInstant(_l("Announce on"), validators=[InputRequired(_l("Enter a date and a time"))])
    despite_day_off = BooleanField(_l("Announce on this day although offices are closed"))
    seen = HiddenField()


class PrefixForm(PageForm):
    """What the numbers of official letters begin with."""

    begins_with = ThaiText(_l("Prefix of the letters"))


class ReturnForm(PageForm):
    """Return for correction: which parts, why, until when. It stands beside another form with a reason."""

    reason = ThaiLongText(_l("Reason"), id="return-reason")
    sections = SelectMultipleField(_l("Parts to correct"))
    due_at = ThaiInstant(_l("Correct by"))
    despite_day_off = BooleanField(_l("Use this time although offices are closed on that day"))


class CycleForm(PageForm):
    """A new award year."""

    year_be = ThaiInteger(_l("Year (Buddhist era)"), validators=[InputRequired(_l("Enter the year"))])
    title_th = ThaiText(_l("Name in Thai"), validators=[DataRequired(_l("Enter the name"))])
    title_en = ThaiText(_l("Name in English"), validators=[DataRequired(_l("Enter the name"))])


class ProgrammeForm(PageForm):
    """A programme to open from criteria."""

    rubric_id = SelectField(_l("Criteria"))
    opens_at = ThaiInstant(_l("Opens"), validators=[InputRequired(_l("Enter a date and a time"))])
    closes_at = ThaiInstant(_l("Closes"), validators=[InputRequired(_l("Enter a date and a time"))])
    grace_minutes = ThaiInteger(
        _l("Grace period (minutes)"),
        validators=[
            Optional(),
            NumberRange(min=0, message=_l("Enter 0 or more")),
            NumberRange(max=MOST_GRACE, message=_l("Enter at most %(most)s minutes, which is a day", most=MOST_GRACE)),
        ],
    )
    report_closes_at = ThaiInstant(_l("Application Reports close"), validators=[Optional()])
    despite_days_off = BooleanField(_l("Use these dates although offices are closed on one of them"))


class ExtensionForm(ReasonForm):
    """More time for one agency."""

    agency = ThaiText(_l("Agency"), validators=[DataRequired(_l("Choose an agency"))])
    until = ThaiInstant(_l("Until"), validators=[InputRequired(_l("Enter a date and a time"))])
    despite_day_off = BooleanField(_l("Use this time although offices are closed on that day"))


class RulingForm(ReasonForm):
    """What staff say of a declared interest, and why."""

    ruling = RadioField(
        _l("Your ruling"),
        [InputRequired(_l("Choose one"))],
        choices=lambda: [
            ("confirm", gettext("Confirm it: the pair stays apart")),
            ("lift", gettext("Propose to lift it: a second person decides")),
        ],
    )


class ConflictRulesForm(ReasonForm):
    """How far ministries and past posts tie in one programme."""

    reach = RadioField(
        _l("Assessors are kept from entries of"),
        [InputRequired(_l("Choose one"))],
        choices=lambda: [
            ("ministry", gettext("their own ministry")),
            ("department", gettext("their own department and what belongs to it")),
            ("off", gettext("their own agency only")),
        ],
    )
    past_years = ThaiInteger(
        _l("An agency left behind counts for (years)"),
        [InputRequired(_l("Enter a number")), NumberRange(min=0, max=50, message=_l("Enter 0 to 50 years"))],
    )


class PlanForm(PageForm):
    """A plan to publish: when its sheets are due."""

    due_at = ThaiInstant(_l("Score sheets due"), validators=[Optional()])
    despite_day_off = BooleanField(_l("Use this time although offices are closed on that day"))


class SheetsDueForm(ReasonForm):
    """Another due time for the sheets of one panel, and why."""

    due_at = ThaiInstant(_l("Score sheets due"), validators=[InputRequired(_l("Enter a date and a time"))])
    despite_day_off = BooleanField(_l("Use this time although offices are closed on that day"))


class PlanPanelForm(PageForm):
    """One panel of a proposal: who sits on it; `version` is that of the plan it was chosen from."""

    assessors = SelectMultipleField(_l("Panel"))
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    def offer(self, choices: Sequence[Choice], version: int, language: str) -> None:
        """Take the assessors who may be chosen; on an empty form those proposed are chosen already."""
        self.assessors.choices = [(str(each.profile.person_id), each.profile.person.name(language)) for each in choices]
        if not self.is_submitted():
            self.assessors.data = [str(each.profile.person_id) for each in choices if each.is_planned]
            self.version.data = version


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


class FeedbackForm(PageForm):
    """A feedback report: its summary and next steps; the findings stand beside it, one a line."""

    summary = ThaiLongText(_l("Summary"))
    next_steps = ThaiLongText(_l("Next steps"))
    version = HiddenField(validators=[InputRequired()])


class LedgerForm(PageForm):
    """Between which days to look in the ledger; a GET form, so the address is the search."""

    class Meta:
        """A search changes nothing and needs no token."""

        csrf = False

    since = ThaiDate(_l("From"), validators=[Optional()])
    until = ThaiDate(_l("Until"), validators=[Optional()])

"""What the panels' pages ask for; shape only, the rules are the use cases'."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, SelectMultipleField
from wtforms.validators import InputRequired, Length, ValidationError

from app.views.fields import ThaiInstant, ThaiLongText, ThaiText
from app.views.page_form import PageForm

ONLINE = "online"
_LONGEST_NOTE = 8000


def _outcomes() -> list[SelectChoice]:
    return [SelectChoice("confirmed", _("Confirmed")), SelectChoice("not_confirmed", _("Not confirmed"))]


def _places() -> list[SelectChoice]:
    return [SelectChoice("on_site", _("On site")), SelectChoice(ONLINE, _("Online"))]


class VisitForm(PageForm):
    """What a visit found."""

    outcome = RadioField(
        _l("What the visit showed"),
        [InputRequired(_l("Say whether the visit confirmed the report"))],
        choices=_outcomes,
    )
    place = RadioField(
        _l("How the visit was made"),
        [InputRequired(_l("Say how the visit was made"))],
        choices=_places,
    )
    note = ThaiLongText(_l("What was found"), [InputRequired(_l("Write what was found")), Length(max=_LONGEST_NOTE)])


class ScheduleForm(PageForm):
    """When and where a visit is, what happens there, and who of the panel goes."""

    starts_at = ThaiInstant(_l("Begins"), [InputRequired(_l("Write day and time, for example 29/1/2570 16.30"))])
    ends_at = ThaiInstant(_l("Ends"), [InputRequired(_l("Write day and time, for example 29/1/2570 16.30"))])
    how = RadioField(_l("How the visit is made"), [InputRequired(_l("Say how the visit was made"))], choices=_places)
    place = ThaiText(_l("Place, or how to join the meeting"), [Length(max=500)])
    agenda = ThaiLongText(_l("Agenda"), [Length(max=_LONGEST_NOTE)])
    participants = SelectMultipleField(_l("Who of the panel goes"), choices=[])
    despite_day_off = BooleanField(_l("Use this time although offices are closed on that day"))
    seen = HiddenField()

    def validate_place(self, field: ThaiText) -> None:
        """Ask for it together with times that are not filled in, not once those are right."""
        if not (field.data or "").strip():
            raise ValidationError(
                _("Say how to join the meeting") if self.how.data == ONLINE else _("Say where the visit takes place")
            )

    def validate_participants(self, field: SelectMultipleField) -> None:
        """Ask for them, too."""
        if not field.data:
            raise ValidationError(_("Choose who takes part"))

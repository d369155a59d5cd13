"""The forms of the secretariat's pages: shape only, rules are asked by the use cases."""

from __future__ import annotations

from datetime import datetime, time

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Optional, ValidationError

from app.clock import BANGKOK
from app.thai import normalise, parse_date, parse_time, thai_date
from app.views.formatting import page_language


class InstantField(StringField):
    """A day and a time in Thai time, in either era; `data` is an aware instant or None."""

    data: datetime | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        local = self.data.astimezone(BANGKOK)
        return f"{thai_date(local.date(), page_language())} {local:%H.%M}"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read "29/1/2570 16.30"; a day alone means its last minute."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        words = text.rsplit(maxsplit=1)
        has_time = len(words) == 2 and any(mark in words[1] for mark in ".:")
        try:
            day = parse_date(words[0] if has_time else text)
            clock = parse_time(words[1]) if has_time else time(23, 59)
        except ValueError:
            raise ValidationError(str(_l("Enter a date and a time such as 29/1/2570 16.30"))) from None
        self.data = datetime.combine(day, clock, BANGKOK)


class ReasonForm(FlaskForm):
    """An act that needs a reason."""

    reason = TextAreaField(_l("Reason"), filters=[lambda text: normalise(text or "")])


class ReturnForm(ReasonForm):
    """Return for correction: which parts, why, until when."""

    sections = SelectMultipleField(_l("Parts to correct"))
    due_at = InstantField(_l("Correct by"), validators=[DataRequired(_l("Enter the new due time"))])


class CycleForm(FlaskForm):
    """A new award year."""

    year_be = IntegerField(_l("Year (Buddhist era)"), validators=[DataRequired(_l("Enter the year"))])
    title_th = StringField(_l("Name in Thai"), validators=[DataRequired(_l("Enter the name"))])
    title_en = StringField(_l("Name in English"), validators=[DataRequired(_l("Enter the name"))])


class ProgrammeForm(FlaskForm):
    """A programme to open from criteria."""

    rubric_id = SelectField(_l("Criteria"))
    opens_at = InstantField(_l("Opens"), validators=[DataRequired(_l("Enter a date and a time"))])
    closes_at = InstantField(_l("Closes"), validators=[DataRequired(_l("Enter a date and a time"))])
    grace_minutes = IntegerField(_l("Grace period (minutes)"), validators=[Optional()])
    report_closes_at = InstantField(_l("Application Reports close"), validators=[Optional()])


class ExtensionForm(ReasonForm):
    """More time for one agency."""

    agency_code = StringField(_l("Agency code"), validators=[DataRequired(_l("Enter the agency's code"))])
    until = InstantField(_l("Until"), validators=[DataRequired(_l("Enter a date and a time"))])

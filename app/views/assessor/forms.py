"""What the assessors' pages ask for; shape only, the rules are the use cases'."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, Length

from app.views.fields import ThaiLongText

_LONGEST_REASON = 2000


class DeclineForm(FlaskForm):
    """Why a seat is declined."""

    reason = ThaiLongText(_l("Why you decline"), [InputRequired(_l("Give a reason")), Length(max=_LONGEST_REASON)])


def _subjects() -> list[SelectChoice]:
    return [
        SelectChoice("application", _("One of my applications")),
        SelectChoice("agency", _("An agency")),
    ]


class InterestForm(FlaskForm):
    """An interest in one application of the own list, or in an agency."""

    subject = RadioField(
        _l("What you have an interest in"),
        [InputRequired(_l("Choose an application or an agency"))],
        choices=_subjects,
    )
    application = SelectField(_l("Application"), choices=[])
    agency = SelectField(_l("Agency"), choices=[])
    reason = ThaiLongText(_l("What the interest is"), [InputRequired(_l("Give a reason")), Length(max=_LONGEST_REASON)])

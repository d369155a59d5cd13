"""What the panels' pages ask for; shape only, the rules are the use cases'."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired, Length

from app.views.fields import ThaiLongText

_LONGEST_NOTE = 8000


def _outcomes() -> list[SelectChoice]:
    return [SelectChoice("confirmed", _("Confirmed")), SelectChoice("not_confirmed", _("Not confirmed"))]


def _places() -> list[SelectChoice]:
    return [SelectChoice("on_site", _("On site")), SelectChoice("online", _("Online"))]


class VisitForm(FlaskForm):
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

"""What the panels' pages ask for; shape only, the rules are the use cases'."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired, Length

from app.views.fields import ThaiLongText

_LONGEST_NOTE = 8000


class VisitForm(FlaskForm):
    """What a visit found."""

    outcome = RadioField(
        _l("What the visit showed"),
        [InputRequired(_l("Say whether the visit confirmed the report"))],
        choices=[SelectChoice("confirmed", _l("Confirmed")), SelectChoice("not_confirmed", _l("Not confirmed"))],
    )
    place = RadioField(
        _l("How the visit was made"),
        [InputRequired(_l("Say how the visit was made"))],
        choices=[SelectChoice("on_site", _l("On site")), SelectChoice("online", _l("Online"))],
    )
    note = ThaiLongText(_l("What was found"), [InputRequired(_l("Write what was found")), Length(max=_LONGEST_NOTE)])

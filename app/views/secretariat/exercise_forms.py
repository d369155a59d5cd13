"""What the pages of exercises and anchors ask for; shape only, the rules are the use cases'."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired, Length

from app.views.fields import ThaiLongText, ThaiText
from app.views.page_form import PageForm

_LONGEST_TEXT = 20_000
_LONGEST_REASON = 2000


class ExerciseForm(PageForm):
    """The reference of an exercise: an announced entry, or an illustrative text."""

    title = ThaiText(_l("Name of the exercise"), [InputRequired(_l("Give the exercise a name")), Length(max=200)])
    snapshot = SelectField(_l("What is scored"), choices=[])
    text = ThaiLongText(_l("Illustrative text"), [Length(max=_LONGEST_TEXT)])


class CalibrationRuleForm(PageForm):
    """Whether live work waits for the exercise, and how far from the key still opens it."""

    is_required = BooleanField(_l("Live work opens only after the exercise"))
    tolerance = ThaiText(
        _l("Largest mean difference to the key, in percent of the points"),
        [InputRequired(_l("Enter a percent above 0 and up to 100")), Length(max=20)],
    )


class AnchorForm(PageForm):
    """An application that every assessor of the programme scores."""

    application = SelectField(_l("Application"), choices=[])


class LetInForm(PageForm):
    """Why an assessor may begin though the trial lies beyond the tolerance."""

    reason = ThaiText(_l("Reason"), [InputRequired(_l("Give a reason")), Length(max=_LONGEST_REASON)])

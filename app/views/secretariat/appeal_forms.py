"""The forms of appeals and complaints on the side of the staff."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import FileField, RadioField
from wtforms.validators import Optional

from app.views.appeal_words import appeal_outcome_name, ground_choices
from app.views.fields import ThaiDate, ThaiLongText, ThaiText
from app.views.page_form import PageForm
from workflows.appeal import AppealOutcome


class AnswerForm(PageForm):
    """What came of it, why, what follows, and what everybody reads of a corrected result."""

    outcome = RadioField(
        _l("Outcome"),
        choices=lambda: [(each.value, appeal_outcome_name(each)) for each in AppealOutcome],
        validate_choice=False,
    )
    answer = ThaiLongText(_l("Answer"))
    follows = ThaiLongText(_l("What follows"))
    correction = ThaiLongText(_l("Correction for everybody to read"))


class ComplaintForm(PageForm):
    """A complaint that came by letter."""

    complainant = ThaiText(_l("Who wrote"))
    letter_reference = ThaiText(_l("Number of their letter"))
    letter_date = ThaiDate(_l("Date of their letter"), validators=[Optional()])
    ground = RadioField(_l("What it rests on"), choices=ground_choices, validate_choice=False)
    text = ThaiLongText(_l("What it says"))


class ComplaintFileForm(PageForm):
    """The scan of a complaint's letter."""

    file = FileField(_l("Attach the letter as PDF"))

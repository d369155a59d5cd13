"""The form of one kept reason."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from app.models import ScreeningOutcome
from app.views.fields import ThaiLongText, ThaiText
from app.views.page_form import PageForm


class ReasonTemplateForm(PageForm):
    """For which decision, what it is called, and its words in both languages."""

    outcome = RadioField(
        _l("For"),
        [InputRequired(_l("Choose one"))],
        choices=lambda: [
            (ScreeningOutcome.RETURN.value, gettext("Return for correction")),
            (ScreeningOutcome.SCREEN_OUT.value, gettext("End at screening")),
        ],
    )
    title = ThaiText(_l("What officers call it"))
    text_th = ThaiLongText(_l("Words in Thai"))
    text_en = ThaiLongText(_l("Words in English"))

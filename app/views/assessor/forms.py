"""What the assessors' pages ask for; shape only, the rules are the use cases'."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectChoice, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length

from app.models import Programme
from app.views.agency_field import AgencyField
from app.views.fields import ThaiDate, ThaiLongText
from app.views.page_form import PageForm
from workflows.assignment.expertise import Wish

_LONGEST_REASON = 2000


class DeclineForm(PageForm):
    """Why a seat is declined."""

    reason = ThaiLongText(_l("Why you decline"), [InputRequired(_l("Give a reason")), Length(max=_LONGEST_REASON)])


class WorkbookForm(PageForm):
    """A score sheet filled in elsewhere."""

    workbook = FileField(_l("Workbook (.xlsx)"), [FileRequired(_l("Choose a file"))])


def _subjects() -> list[SelectChoice]:
    return [
        SelectChoice("application", _("One of my applications")),
        SelectChoice("agency", _("An agency")),
    ]


class InterestForm(PageForm):
    """An interest in one application of the own list, or in an agency."""

    subject = RadioField(
        _l("What you have an interest in"),
        [InputRequired(_l("Choose an application or an agency"))],
        choices=_subjects,
    )
    application = SelectField(_l("Application"), choices=[])
    agency = AgencyField(_l("Agency"))
    reason = ThaiLongText(_l("What the interest is"), [InputRequired(_l("Give a reason")), Length(max=_LONGEST_REASON)])


class ExpertiseForm(PageForm):
    """What an assessor knows well, and a wish for each programme: fields of their own, one a programme."""

    topics = SelectMultipleField(_l("What you know well"))

    @staticmethod
    def of(programmes: Sequence[Programme], named: Callable[[Programme], str]) -> type[ExpertiseForm]:
        """Return the form with a wish for each of these programmes."""
        wishes = {
            f"wish-{programme.id}": RadioField(
                named(programme), [InputRequired(_l("Choose one"))], choices=_wishes, name=f"wish-{programme.id}"
            )
            for programme in programmes
        }
        return type("ExpertiseForm", (ExpertiseForm,), wishes)

    def wish_of(self, programme: Programme) -> RadioField:
        """Return the field of one programme."""
        field: RadioField = self[f"wish-{programme.id}"]
        return field

    def wishes(self) -> dict[str, str]:
        """Return what was wished, by the programme's id."""
        return {
            name.removeprefix("wish-"): field.data for name, field in self._fields.items() if name.startswith("wish-")
        }


def _wishes() -> list[SelectChoice]:
    return [
        SelectChoice(Wish.WANT.value, _("I would like to")),
        SelectChoice(Wish.CAN.value, _("I can")),
        SelectChoice(Wish.RATHER_NOT.value, _("I would rather not")),
    ]


class PastAgencyForm(PageForm):
    """An agency an assessor left, and the last day there."""

    agency = AgencyField(_l("Agency"), [InputRequired(_l("Choose an agency"))])
    until = ThaiDate(_l("Last day there"), [InputRequired(_l("Enter the last day"))])

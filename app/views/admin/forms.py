"""What the administrator's pages ask for; shape only, the rules are the use cases'."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import EmailField, Field, SelectField, StringField
from wtforms.validators import Email, InputRequired, Length, Optional, ValidationError

from app.messages.role_names import role_name
from app.models import Agency, AgencyKind
from app.services.registry import LONGEST_NAME
from app.views.agency_field import AgencyField
from app.views.award_names import agency_kind_name, branch_name
from app.views.fields import ThaiDate, ThaiText
from app.views.formatting import page_language
from app.views.page_form import PageForm
from workflows.roles import BRANCH_ROLES, Role

GIVEN_ROLES = tuple(role for role in Role if role not in {Role.LEAD_ASSESSOR, Role.SYSTEM})
EVERY_BRANCH = "every"
ASSESSED_BRANCHES = ("PS", "PMQA", "PG", "PMQA40")
_LENGTH = Length(max=LONGEST_NAME)


class NamesForm(PageForm):
    """A name in both languages."""

    name_th = ThaiText(_l("Name in Thai"), [InputRequired(_l("Enter the name in Thai")), _LENGTH])
    name_en = StringField(_l("Name in English"), [InputRequired(_l("Enter the name in English")), _LENGTH])


class PlaceForm(PageForm):
    """The agency above."""

    parent = AgencyField(_l("Agency above"))


class AgencyForm(NamesForm, PlaceForm):
    """A new agency."""

    code = StringField(_l("Code"), [InputRequired(_l("Enter a code")), Length(max=40)])
    kind = SelectField(_l("Kind of agency"))

    def offer(self, agencies: Sequence[Agency]) -> None:
        """Offer kinds and agencies to choose from."""
        self.parent.offer(agencies)
        self.kind.choices = [(kind.value, agency_kind_name(kind)) for kind in AgencyKind]


class ReasonForm(PageForm):
    """Why something is done."""

    reason = ThaiText(_l("Reason"), [InputRequired(_l("Give a reason")), Length(max=1000)])


class MergeForm(PageForm):
    """The agency another is merged into, and why."""

    into = AgencyField(_l("The agency that takes over"), [InputRequired(_l("Choose an agency"))])
    reason = ThaiText(_l("Reason"), [InputRequired(_l("Give a reason")), Length(max=1000)])


class RoleForm(PageForm):
    """A role, and the thing and the time it is held for."""

    role = SelectField(_l("Role"))
    agency = AgencyField(_l("Agency"))
    branch = SelectField(_l("Branch"))
    starts_on = ThaiDate(_l("First day"), [Optional()])
    ends_on = ThaiDate(_l("Last day"), [Optional()])

    def offer(self, agencies: Sequence[Agency], chosen: Agency | None = None) -> None:
        """Offer roles, agencies and branches to choose from."""
        self.role.choices = [(role.value, role_name(role)) for role in GIVEN_ROLES]
        self.agency.offer(agencies, chosen)
        branches = [(branch, branch_name(branch)) for branch in ASSESSED_BRANCHES]
        self.branch.choices = [("", _("Choose a branch")), (EVERY_BRANCH, _("Every branch")), *branches]

    def validate_branch(self, field: Field) -> None:
        """Nobody gets every branch by leaving a field as it was."""
        if self.role.data in BRANCH_ROLES and not field.data:
            raise ValidationError(_("Choose a branch, or every branch"))

    @property
    def chosen_branch(self) -> str | None:
        """The branch the role is for; None for every branch, and for a role that is not held for one."""
        return self.branch.data if self.branch.data in ASSESSED_BRANCHES else None


class InvitationForm(NamesForm, RoleForm):
    """Somebody new and the first role they get."""

    email = EmailField(
        _l("E-mail address"),
        [
            InputRequired(_l("Enter an e-mail address, for example name@agency.go.th")),
            Email(message=_l("Enter an e-mail address, for example name@agency.go.th")),
        ],
    )


class UploadForm(PageForm):
    """A workbook."""

    workbook = FileField(_l("Workbook (.xlsx)"), [FileRequired(_l("Choose a file"))])


def ministry_choices(ministries: Iterable[Agency], nothing: str) -> list[tuple[str, str]]:
    """The choices of a short list of agencies, with one that chooses none."""
    return [("", nothing), *((agency.code, agency.name(page_language())) for agency in ministries)]

"""What the agency's own pages ask for; shape only, the rules are the use cases'."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length, Optional

from app.views.fields import ThaiDate, ThaiText
from app.views.page_form import PageForm
from workflows.roles import Role

_ADDRESS = Email(message=_l("Enter an e-mail address, for example name@agency.go.th"))
_NAME = Length(max=200)


class InviteForm(PageForm):
    """Who is invited to the team, and as what."""

    email = EmailField(_l("E-mail address"), [InputRequired(_l("Enter an e-mail address")), _ADDRESS])
    name_th = ThaiText(_l("Name in Thai"), [InputRequired(_l("Enter the name")), _NAME])
    name_en = ThaiText(_l("Name in English"), [Optional(), _NAME])
    role = RadioField(
        _l("Role"),
        [InputRequired(_l("Choose a role"))],
        choices=[
            SelectChoice(Role.CONTRIBUTOR.value, _l("Contributor: fills in")),  # type: ignore[arg-type]  # in the reader's language
            SelectChoice(Role.COORDINATOR.value, _l("Coordinator: fills in, invites, sends for approval")),  # type: ignore[arg-type]
        ],
        default=Role.CONTRIBUTOR.value,
    )


class DelegateForm(PageForm):
    """Who approves in place of the head, from which day until which."""

    email = EmailField(_l("E-mail address"), [InputRequired(_l("Enter an e-mail address")), _ADDRESS])
    name_th = ThaiText(_l("Name in Thai"), [InputRequired(_l("Enter the name")), _NAME])
    name_en = ThaiText(_l("Name in English"), [Optional(), _NAME])
    starts_on = ThaiDate(_l("First day"), [InputRequired(_l("Enter the first day"))])
    ends_on = ThaiDate(_l("Last day"), [InputRequired(_l("Enter the last day"))])

"""The form of a programme's settings: one field for each, filled with what is set now."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, HiddenField, SelectField
from wtforms.validators import InputRequired, Optional

from app.models import Programme
from app.queries.programme_plan import RANGE, Setting, Settings, settings_of
from app.views.fields import ThaiDays, ThaiDecimal, ThaiInstant, ThaiInteger
from app.views.secretariat.forms import ReasonForm
from app.views.secretariat.setting_words import setting_label
from workflows.appeal import APPEAL_RULES
from workflows.attention import STUCK_RULE
from workflows.deadlines import REMINDER_RULE
from workflows.entry_rules import ENTRY_RULES
from workflows.errors import Obstacle

YES, NO = "yes", "no"
_NEEDED = ("opens_at", "closes_at", "grace_minutes", STUCK_RULE)


class ChangeForm(ReasonForm):
    """The reason and what was shown; the settings themselves are added for each programme."""

    seen = HiddenField()


class ProgrammeSettings:
    """The form of one programme, what it says now, and what it said before anybody typed."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.before = {name: value for name, value in settings_of(programme).items() if not name.startswith(RANGE)}
        kind: Any = type("SettingsForm", (ChangeForm,), {name: self._field(name) for name in self.before})
        shown = {name: _typed(value) for name, value in self.before.items()}
        self.form, self._untouched = kind(data=shown), kind(formdata=None, data=shown)
        for each in (self.form, self._untouched):
            each.one_type_per_branch.choices = [(YES, _("Yes")), (NO, _("No"))]

    def _field(self, name: str) -> Field:
        label = setting_label(self.programme, name)
        needed = name in _NEEDED or name.endswith("-panel_size") or "-threshold-" in name
        checks = [InputRequired(_("Fill in this field"))] if needed else [Optional()]
        if name == "one_type_per_branch":
            return SelectField(label)
        if name == REMINDER_RULE:
            hint = _("Whole days with a comma between them, such as 7, 1. Leave it empty to remind nobody")
            return ThaiDays(label, description=hint)
        if name.endswith("_at"):
            return ThaiInstant(label, validators=checks)
        return ThaiDecimal(label, validators=checks) if "-threshold-" in name else ThaiInteger(label, validators=checks)

    @property
    def wanted(self) -> dict[str, Setting]:
        """The settings as typed; a field nobody touched, or that cannot be read, keeps its value to the second."""
        return {
            name: value if self.form[name].errors or self._is_untouched(name) else self._said(name)
            for name, value in self.before.items()
        }

    def may_judge(self, against: Obstacle) -> bool:
        """Say whether a fault is true of what was typed: not of a value that was kept in place of an unreadable one."""
        unreadable = {name for name in self.before if self.form[name].errors}
        if against.field in unreadable:
            return False
        is_date = str(against.field).endswith("_at")  # dates are compared with each other
        return not (is_date and any(name.endswith("_at") for name in unreadable))

    def _is_untouched(self, name: str) -> bool:
        if name == "one_type_per_branch":
            return bool(self.form[name].data == self._untouched[name].data)
        return bool(self.form[name]._value() == self._untouched[name]._value())  # noqa: SLF001  # WTForms' own name

    def _said(self, name: str) -> Setting:
        data = self.form[name].data
        if name == "one_type_per_branch":
            return bool(data == YES)
        typed: Setting = data
        return typed

    @property
    def groups(self) -> list[tuple[str, list[str]]]:
        """The names of the fields under their headings: days first, so that beginning and end stand side by side."""
        apart = (*ENTRY_RULES, STUCK_RULE, REMINDER_RULE, *APPEAL_RULES)
        own = [name for name in self.before if "-" not in name and name not in apart]
        stages = [name for name in self.before if "-" in name]
        return [
            (_("Dates"), _days_first(own)),
            (_("Stage plan"), _days_first(stages)),
            (_("Who may enter how much"), list(ENTRY_RULES)),
            (_("Reminders"), [REMINDER_RULE]),
            (_("What the cockpit points out"), [STUCK_RULE]),
            (_("After the announcement"), list(APPEAL_RULES)),
        ]


def _days_first(names: list[str]) -> list[str]:
    return sorted(names, key=lambda name: not name.endswith("_at"))


def _typed(value: Setting) -> object:
    return (YES if value else NO) if isinstance(value, bool) else value


def seal_of(wanted: Settings) -> str:
    """Return what tells these settings from others: what is carried out is what was shown."""
    return hashlib.sha256(json.dumps({name: str(value) for name, value in wanted.items()}).encode()).hexdigest()

"""What the improvement plan asks for one action; shape only, the rules are the use case's."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice

from app.services.improvement import Action
from app.views.fields import ThaiDate, ThaiLongText, ThaiText
from app.views.page_form import PageForm
from app.views.reasons import show_on
from workflows.errors import RuleBroken
from workflows.improvement import ActionState


class ActionForm(PageForm):
    """What will be done about which opportunity, by whom, by when, and how it stands."""

    opportunity = SelectField(_l("Opportunity for improvement"), validate_choice=False)
    item_id = SelectField(_l("Item"), validate_choice=False)
    text = ThaiLongText(_l("What will be done"))
    owner_name = ThaiText(_l("Who is responsible"))
    due_on = ThaiDate(_l("Done by"))
    state = SelectField(
        _l("Status"),
        choices=[
            SelectChoice(ActionState.PLANNED.value, _l("Planned")),  # type: ignore[arg-type]  # in the reader's language
            SelectChoice(ActionState.UNDER_WAY.value, _l("Under way")),  # type: ignore[arg-type]
            SelectChoice(ActionState.DONE.value, _l("Done")),  # type: ignore[arg-type]
            SelectChoice(ActionState.DROPPED.value, _l("Dropped")),  # type: ignore[arg-type]
        ],
        default=ActionState.PLANNED.value,
    )
    version = HiddenField()

    def reasons_against(self, act: Callable[[Action], object]) -> list[str] | None:
        """Act on what was typed; return what stood against it, beside what was put at the fields, or None."""
        if not self.validate():
            return []
        written = Action(
            opportunity=self.opportunity.data or "",
            text=self.text.data or "",
            owner_name=self.owner_name.data or "",
            due_on=self.due_on.data,
            state=ActionState(self.state.data),
            item_id=self.item_id.data or "",
        )
        try:
            act(written)
        except RuleBroken as broken:
            return show_on(self, broken)
        return None

"""How appeals and complaints, their states, grounds and outcomes are called on pages and papers."""

from __future__ import annotations

from flask_babel import gettext as _

from workflows.appeal import AppealGround, AppealKind, AppealOutcome, AppealState


def kind_name(kind: AppealKind) -> str:
    """Name a kind."""
    return _("Appeal") if kind is AppealKind.APPEAL else _("Complaint")


def appeal_state_name(state: AppealState) -> str:
    """Name a state."""
    return {
        AppealState.DRAFT: _("Being written"),
        AppealState.RECEIVED: _("Received, waits to be taken up"),
        AppealState.TAKEN_UP: _("Being looked into"),
        AppealState.ANSWERED: _("Answered"),
    }[state]


def ground_name(ground: AppealGround) -> str:
    """Name what it rests on."""
    return {
        AppealGround.PROCEDURE: _("A step was not taken as the rules say"),
        AppealGround.OVERLOOKED: _("Something handed in was overlooked"),
        AppealGround.FIGURES: _("A figure was computed or copied wrongly"),
        AppealGround.INTEREST: _("Somebody had an interest in the outcome"),
        AppealGround.CONDUCT: _("What the entry says is not true, or the work is not its own"),
        AppealGround.OTHER: _("Something else"),
    }[ground]


def appeal_outcome_name(outcome: AppealOutcome) -> str:
    """Name what came of it."""
    return {
        AppealOutcome.UPHELD: _("Upheld"),
        AppealOutcome.PARTLY: _("Upheld in part"),
        AppealOutcome.DISMISSED: _("Dismissed"),
        AppealOutcome.OUT_OF_SCOPE: _("Not a matter for an appeal here"),
    }[outcome]


def ground_choices() -> list[tuple[str, str]]:
    """Return every ground with its name, as a form offers them."""
    return [(each.value, ground_name(each)) for each in AppealGround]


def ground_chosen(typed: str | None) -> AppealGround | None:
    """Return the ground a form names, if it is one."""
    return AppealGround(typed) if typed in set(AppealGround) else None

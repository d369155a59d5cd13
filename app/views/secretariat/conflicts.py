"""Conflicts of interest for staff: late ties on seated panels, interests to confirm or lift, declarations owed."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.clock import now
from app.models import Assignment, Cycle, DeclaredInterest, Programme
from app.permissions import Permission, is_allowed, may_anywhere, set_aside_for, visible_programmes
from app.queries.interests import Ruling, interest_page, interest_row, rulings_on, ties_of
from app.queries.interests import undeclared_assessors as owing
from app.queries.late_ties import TiedSeat, late_ties
from app.queries.office_scope import Scope, cycles_and_chosen, office_scope, year_of
from app.queries.ties import past_years_of, reach_of
from app.services import interests
from app.services.vacated_seats import empty_seat
from app.views.access import current_actor, holds, opens
from app.views.reasons import sentence, show_on
from app.views.secretariat import bp
from app.views.secretariat.conflict_words import left_because, ruling_name
from app.views.secretariat.forms import ConflictRulesForm, RulingForm
from workflows.conflicts import MinistryReach
from workflows.errors import RuleBroken


@bp.get("/office/assignment/conflicts")
@holds(Permission.READ_INTERESTS)
def list_conflicts() -> ResponseReturnValue:
    """Show what waits for staff: seats with a tie found late, interests to rule on, declarations that are owed."""
    actor, cycle, scope = current_actor(), _present_cycle(), _asked_scope()
    wanted, search = request.args.get("ruling", ""), request.args.get("q", "").strip()
    ruling = next((each for each in Ruling if each.value == wanted), None)
    found = interest_page(
        actor,
        ruling=ruling,
        search=search,
        page=request.args.get("page", 1, type=int),
        now=now(),
        within=scope.applications if scope else None,
    )
    asked: dict[str, Any] = {
        name: value for name, value in {"ruling": ruling.value if ruling else "", "q": search}.items() if value
    }
    query = scope.query if scope else {}
    return render_template(
        "secretariat/list_conflicts.html",
        found=found,
        ruling=ruling,
        search=search,
        rulings=[("", _("All")), *((each.value, ruling_name(each)) for each in Ruling)],
        ruling_name=ruling_name,
        tied=[(each.seat, [sentence(one.detail) for one in each.conflicts]) for each in _tied(scope)],
        scope=scope,
        query=query,
        cycle=cycle,
        owing=owing(cycle) if cycle else [],
        may_remind=may_anywhere(Permission.ASSIGN, actor),
        page_url=lambda page: url_for(".list_conflicts", **query, **asked, page=page),
    )


def _asked_scope() -> Scope | None:
    """The programmes the address narrows the page to, as the cockpit does; nothing where it names none."""
    year, programme = request.args.get("year", ""), request.args.get("programme", "")
    return office_scope(current_actor(), year=year_of(year), programme=programme) if year or programme else None


def _tied(scope: Scope | None) -> list[TiedSeat]:
    actor = current_actor()
    seen = (visible_programmes(actor, Permission.ASSIGN), ~set_aside_for(actor))
    return late_ties(*seen, *([scope.applications] if scope else []))


def _present_cycle() -> Cycle | None:
    """The cycle whose statements are asked for: the one people work in, not one that is only being prepared."""
    return cycles_and_chosen(current_actor(), year=None)[1]


@bp.post("/office/assignment/conflicts/declarations/reminder")
@holds(Permission.ASSIGN)
def remind_of_declarations() -> ResponseReturnValue:
    """Ask everybody who still owes this year's declaration for it."""
    cycle = _present_cycle()
    count = interests.remind_of_declarations(cycle, actor=current_actor()) if cycle else 0
    flash(ngettext("%(num)s assessor is asked", "%(num)s assessors are asked", count), "success")
    return redirect(url_for(".list_conflicts"))


@bp.get("/office/assignment/conflicts/interests/<uuid:interest_id>")
@opens(DeclaredInterest, Permission.READ_INTERESTS)
def show_interest(interest: DeclaredInterest) -> ResponseReturnValue:
    """Show one declared interest, what was ruled so far, and the ways to rule on it."""
    return _interest(interest)


def _interest(
    interest: DeclaredInterest, form: RulingForm | None = None, reasons: list[str] | None = None, status: int = 200
) -> ResponseReturnValue:
    actor, row = current_actor(), interest_row(interest, now=now())
    may_rule = is_allowed(Permission.RULE_ON_INTERESTS, interest, actor)
    page = render_template(
        "secretariat/show_interest.html",
        interest=interest,
        row=row,
        ruling=ruling_name(row.ruling),
        earlier=rulings_on(interest),
        form=form or RulingForm(formdata=None),
        reasons=reasons or [],
        is_own=interest.person_id == actor.id,
        may_rule=may_rule,
        may_sign=may_rule
        and row.proposal is not None
        and actor.id not in (row.proposal.proposed_by_id, interest.person_id),
    )
    return page, status


@bp.post("/office/assignment/conflicts/interests/<uuid:interest_id>/ruling")
@opens(DeclaredInterest, Permission.RULE_ON_INTERESTS)
def rule_on_interest(interest: DeclaredInterest) -> ResponseReturnValue:
    """Confirm an interest, or propose that it is lifted."""
    form = RulingForm()
    if not form.validate_on_submit():
        return _interest(interest, form, status=422)
    is_lift = form.ruling.data == "lift"
    act: Any = interests.propose_lift if is_lift else interests.confirm_interest
    try:
        act(interest, reason=form.reason.data or "", actor=current_actor())
    except RuleBroken as broken:
        return _interest(interest, form, show_on(form, broken), 409)
    said = _("Proposed. It is lifted when another person signs") if is_lift else _("The interest is confirmed")
    flash(said, "success")
    return redirect(url_for(".show_interest", interest_id=interest.id))


@bp.post("/office/assignment/conflicts/interests/<uuid:interest_id>/lift")
@opens(DeclaredInterest, Permission.RULE_ON_INTERESTS)
def sign_lift(interest: DeclaredInterest) -> ResponseReturnValue:
    """Sign as the second person that the interest is lifted, or refuse."""
    row, is_signed = interest_row(interest, now=now()), request.form.get("answer") == "sign"
    if row.proposal is None:
        return _interest(interest, reasons=[_("Nothing waits for a second person here")], status=409)
    settle: Any = interests.confirm_lift if is_signed else interests.refuse_lift
    try:
        settle(row.proposal, actor=current_actor())
    except RuleBroken as broken:
        return _interest(interest, reasons=[sentence(each) for each in broken.obstacles], status=409)
    said = _("The interest is lifted") if is_signed else _("Refused. The interest stands")
    flash(said, "success")
    return redirect(url_for(".show_interest", interest_id=interest.id))


@bp.route("/office/assignment/conflicts/seats/<uuid:seat_id>", methods=["GET", "POST"])
@opens(Assignment, Permission.ASSIGN)
def rule_on_seat(seat: Assignment) -> ResponseReturnValue:
    """Show what ties an assessor to an application they sit on, and empty the seat when it is confirmed."""
    form, reasons, status = RulingForm(), [], 200
    del form.ruling
    if form.validate_on_submit():
        try:
            empty_seat(seat, reason=form.reason.data or "", actor=current_actor())
        except RuleBroken as broken:
            reasons, status = show_on(form, broken), 409
        else:
            flash(_("The seat is empty, the sheet is void, and a replacement is looked for"), "success")
            return redirect(url_for(".show_stage_assignment", stage_id=seat.stage_id))
    elif form.is_submitted():
        status = 422
    page = render_template(
        "secretariat/rule_on_seat.html",
        seat=seat,
        ties=[sentence(each.detail) for each in ties_of(seat)],
        form=form,
        reasons=reasons,
        left_because=left_because,
    )
    return page, status


@bp.route("/office/assignment/programmes/<uuid:programme_id>/conflict-rules", methods=["GET", "POST"])
@opens(Programme, Permission.ASSIGN)
def set_conflict_rules(programme: Programme) -> ResponseReturnValue:
    """Show and set how far ministries and past posts tie in a programme."""
    form, reasons, status = ConflictRulesForm(), [], 200
    if form.validate_on_submit():
        try:
            interests.set_conflict_rules(
                programme,
                reach=MinistryReach(form.reach.data),
                past_years=form.past_years.data,
                reason=form.reason.data or "",
                actor=current_actor(),
            )
        except RuleBroken as broken:
            reasons, status = show_on(form, broken), 409
        else:
            flash(_("The rules on conflicts are set"), "success")
            return redirect(url_for(".set_conflict_rules", programme_id=programme.id))
    elif form.is_submitted():
        status = 422
    else:
        form.reach.data, form.past_years.data = reach_of(programme).value, past_years_of(programme)
    can_change = is_allowed(Permission.ASSIGN, programme, current_actor()) and not interests.has_panels(programme)
    page = render_template(
        "secretariat/set_conflict_rules.html", programme=programme, form=form, reasons=reasons, can_change=can_change
    )
    return page, status

"""An assessor's own profile: what is known, what they know well, which programmes they wish for, past agencies."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Programme
from app.permissions import Permission
from app.queries.agency_choices import agency_choices
from app.queries.assessor_profile import ProfilePage, profile_page
from app.services import assessor_profiles
from app.views.access import current_actor, holds
from app.views.assessor import bp
from app.views.assessor.forms import ExpertiseForm, PastAgencyForm
from app.views.award_names import topic_choices
from app.views.formatting import page_language
from app.views.reasons import show_on
from workflows.assignment.expertise import Wish
from workflows.errors import RuleBroken


@bp.get("/assessments/profile")
@holds(Permission.ASSESS)
def show_profile() -> ResponseReturnValue:
    """Show the profile with both of its forms."""
    page = _page_or_404()
    return _profile(page, _expertise(page), _past())


@bp.post("/assessments/profile")
@holds(Permission.ASSESS)
def save_expertise() -> ResponseReturnValue:
    """Keep topics and wishes."""
    page = _page_or_404()
    form, reasons = _expertise(page), []
    if form.validate_on_submit():
        wishes = {uuid.UUID(key): Wish(value) for key, value in form.wishes().items()}
        try:
            assessor_profiles.save_expertise(topics=form.topics.data or (), wishes=wishes, actor=current_actor())
        except RuleBroken as broken:
            reasons = show_on(form, broken)
        else:
            flash(_("Saved. The next proposal takes it into account"), "success")
            return redirect(url_for(".show_profile"))
    return _profile(page, form, _past(is_blank=True), reasons, 422)


@bp.post("/assessments/profile/past-agencies")
@holds(Permission.ASSESS)
def add_past_agency() -> ResponseReturnValue:
    """Add an agency of the past."""
    page = _page_or_404()
    form, reasons = _past(), []
    chosen = form.agency.agency
    if form.validate_on_submit() and chosen is not None:
        try:
            assessor_profiles.add_past_agency(chosen, until=form.until.data, actor=current_actor())
        except RuleBroken as broken:
            reasons = show_on(form, broken)
        else:
            flash(_("Added. It keeps you from that agency's entries for as long as the rules say"), "success")
            return redirect(url_for(".show_profile"))
    return _profile(page, _expertise(page, is_blank=True), form, reasons, 422)


def _page_or_404() -> ProfilePage:
    return profile_page(current_actor()) or abort(404)


def _expertise(page: ProfilePage, *, is_blank: bool = False) -> ExpertiseForm:
    """Offer the award types of the branches, the kinds of agencies, and a wish for each programme."""
    given: Any = {"formdata": None} if is_blank else {}
    form = ExpertiseForm.of(page.programmes, _named)(**given)
    form.topics.choices = topic_choices(page.profile.branches)
    if not form.is_submitted() or is_blank:
        offered = {code for code, _name in form.topics.choices}
        form.topics.data = [topic for topic in page.profile.topics if topic in offered]
        for programme in page.programmes:
            form.wish_of(programme).data = page.wishes.get(programme.id, Wish.CAN).value
    return form


def _named(programme: Programme) -> str:
    return f"{programme.title(page_language())} {programme.cycle.year_be}"


def _past(*, is_blank: bool = False) -> PastAgencyForm:
    given: Any = {"formdata": None} if is_blank else {}
    form = PastAgencyForm(**given)
    form.agency.offer(agency_choices())
    return form


def _profile(
    page: ProfilePage,
    form: ExpertiseForm,
    past: PastAgencyForm,
    reasons: list[str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    body = render_template("assessor/show_profile.html", page=page, form=form, past=past, reasons=reasons or [])
    return body, status

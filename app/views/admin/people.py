"""People and their roles."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.messages.role_names import role_name
from app.models import AssessorProfile, Person
from app.permissions import Permission
from app.queries.agency_choices import agency_choices
from app.queries.people_list import PeopleSearch, find_people, grant_by_id, person_by_id, person_record
from app.queries.second_factors import on_since
from app.services import role_grants, second_factor
from app.services.people import revoke_role as end_role
from app.views.access import current_actor, holds, settings
from app.views.admin import bp
from app.views.admin.forms import GIVEN_ROLES, NamesForm, ReasonForm, RoleForm
from app.views.admin.history import told
from app.views.award_names import topic_choices
from app.views.formatting import page_language
from app.views.page_address import this_page
from app.views.reasons import show_on
from workflows.errors import RuleBroken
from workflows.roles import Role


@bp.get("/admin/people")
@holds(Permission.ADMINISTER)
def list_people() -> ResponseReturnValue:
    """Search everybody."""
    wanted = PeopleSearch(
        text=request.args.get("q", ""), role=request.args.get("role", ""), agency=request.args.get("agency", "")
    )
    return render_template(
        "admin/list_people.html",
        wanted=wanted,
        is_filtered=wanted != PeopleSearch(),
        found=find_people(wanted, page=request.args.get("page", default=1, type=int), language=page_language()),
        roles=[("", _("All roles")), *((role.value, role_name(role)) for role in GIVEN_ROLES)],
        page_url=lambda page: this_page(page=page),
    )


@bp.get("/admin/people/<uuid:person_id>")
@holds(Permission.ADMINISTER)
def show_person(person_id: uuid.UUID) -> ResponseReturnValue:
    """Show one person with the roles they hold and held."""
    return _page(_person_or_404(person_id))


@bp.post("/admin/people/<uuid:person_id>/roles")
@holds(Permission.ADMINISTER)
def give_role(person_id: uuid.UUID) -> ResponseReturnValue:
    """Give a person another role."""
    person, form = _person_or_404(person_id), RoleForm()
    form.offer(agency_choices())
    if not form.validate_on_submit():
        return _page(person, roles=form)
    try:
        role_grants.give_role(
            person,
            Role(form.role.data),
            agency=form.agency.agency,
            branch=form.chosen_branch,
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            actor=current_actor(),
        )
    except RuleBroken as broken:
        return _page(person, roles=form, reasons=show_on(form, broken))
    flash(_("The role was given"), "success")
    return redirect(url_for(".show_person", person_id=person.id))


@bp.post("/admin/people/<uuid:person_id>/roles/<uuid:grant_id>/revoke")
@holds(Permission.ADMINISTER)
def revoke_role(person_id: uuid.UUID, grant_id: uuid.UUID) -> ResponseReturnValue:
    """Take a role away from today on."""
    grant = grant_by_id(_person_or_404(person_id), grant_id)
    if grant is None:
        abort(404)
    end_role(grant, actor=current_actor())
    flash(_("The role was ended; it stays on record"), "success")
    return redirect(url_for(".show_person", person_id=person_id))


@bp.post("/admin/people/<uuid:person_id>/rename")
@holds(Permission.ADMINISTER)
def rename_person(person_id: uuid.UUID) -> ResponseReturnValue:
    """Correct a person's name."""
    person, form = _person_or_404(person_id), NamesForm()
    if not form.validate_on_submit():
        return _page(person, names=form)
    role_grants.rename_person(
        person, name_th=form.name_th.data or "", name_en=form.name_en.data or "", actor=current_actor()
    )
    flash(_("The name was corrected"), "success")
    return redirect(url_for(".show_person", person_id=person.id))


@bp.post("/admin/people/<uuid:person_id>/close")
@holds(Permission.ADMINISTER)
def close_account(person_id: uuid.UUID) -> ResponseReturnValue:
    """Let a person sign in no more."""
    person = _person_or_404(person_id)
    role_grants.close_account(person, actor=current_actor())
    flash(_("The account was closed and every session ended"), "success")
    return redirect(url_for(".show_person", person_id=person.id))


@bp.post("/admin/people/<uuid:person_id>/reopen")
@holds(Permission.ADMINISTER)
def reopen_account(person_id: uuid.UUID) -> ResponseReturnValue:
    """Let a person sign in again."""
    person = _person_or_404(person_id)
    role_grants.reopen_account(person, actor=current_actor())
    flash(_("The account is open again"), "success")
    return redirect(url_for(".show_person", person_id=person.id))


@bp.route("/admin/people/<uuid:person_id>/second-factor", methods=["GET", "POST"])
@holds(Permission.ADMINISTER)
def reset_second_factor(person_id: uuid.UUID) -> ResponseReturnValue:
    """Say what a reset does and ask for the reason; take the lost second factor away."""
    person, form, reasons = _person_or_404(person_id), ReasonForm(), list[str]()
    since = on_since(person)
    if since is None:
        abort(404)
    if form.validate_on_submit():
        try:
            second_factor.reset_second_factor(person, reason=form.reason.data or "", actor=current_actor())
        except RuleBroken as broken:
            reasons = show_on(form, broken)
        else:
            flash(_("Two-step sign-in was reset and every session ended. The person was told"), "success")
            return redirect(url_for(".show_person", person_id=person_id))
    return render_template("admin/reset_second_factor.html", shown=person, since=since, form=form, reasons=reasons)


@bp.post("/admin/people/<uuid:person_id>/password-link")
@holds(Permission.ADMINISTER)
def send_password_link(person_id: uuid.UUID) -> ResponseReturnValue:
    """Send a link to a new password; show it only where no mail server can carry it."""
    person = _person_or_404(person_id)
    link = role_grants.send_password_link(person, actor=current_actor())
    if settings().smtp_url is None:
        address = settings().base_url + link
        flash(_("No mail server is set up. Hand over this link yourself: %(link)s", link=address), "success")
    else:
        flash(_("The link is on its way to %(email)s", email=person.email), "success")
    return redirect(url_for(".show_person", person_id=person.id))


def _person_or_404(person_id: uuid.UUID) -> Person:
    person = person_by_id(person_id)
    if person is None:
        abort(404)
    return person


def _topics(profile: AssessorProfile) -> list[str]:
    """Name what an assessor knows well; a word of their own, as imports bring them, stays as it is."""
    names = dict(topic_choices(profile.branches))
    return [names.get(topic, topic) for topic in profile.topics]


def _page(
    person: Person,
    *,
    roles: RoleForm | None = None,
    names: NamesForm | None = None,
    reasons: list[str] | None = None,
) -> ResponseReturnValue:
    """The page of one person, with whichever of its forms was sent and could not be taken."""
    record = person_record(person)
    if roles is None:
        roles = RoleForm(formdata=None)
        roles.offer(agency_choices())
    return render_template(
        "admin/show_person.html",
        record=record,
        topics=_topics(record.profile) if record.profile else [],
        shown=person,
        roles=roles,
        names=names or NamesForm(formdata=None, obj=person),
        reasons=reasons or [],
        history=told(record.history),
    )

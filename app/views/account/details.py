"""My details: who I am here, what I may do and for whom, and how I want my messages."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.messages.kinds import ALWAYS, Topic, topic_label
from app.models import Person
from app.permissions import grants_in_force, roles_anywhere
from app.queries.message_choices import own_choices
from app.queries.second_factors import on_since
from app.services.digests import choose_messages
from app.views.access import current_actor, signed_in
from app.views.account import bp
from workflows.delivery import Choice
from workflows.roles import AGENCY_ROLES, Role


@bp.get("/me")
@signed_in
def show_me() -> ResponseReturnValue:
    """Show the person's name, address, language, the roles they hold today and how they want messages."""
    person = current_actor()
    grants = sorted(grants_in_force(person), key=lambda grant: grant.granted_at)
    chosen = own_choices(person)
    return render_template(
        "account/show_me.html",
        grants=grants,
        topics=[(topic, topic_label(topic), chosen.get(topic, Choice.AT_ONCE)) for topic in _topics(person)],
        on_since=on_since(person),
        always=[topic_label(topic) for topic in Topic if topic in ALWAYS],
        choices=[
            (Choice.AT_ONCE, _("At once")),
            (Choice.DIGEST, _("Once a day, together")),
            (Choice.NONE, _("No e-mail")),
        ],
    )


@bp.post("/me/message-choices")
@signed_in
def choose_own_messages() -> ResponseReturnValue:
    """Keep how the person wants messages; what was not asked stays as it is."""
    wanted = {}
    for topic in _topics(current_actor()):
        said = request.form.get(topic.value, "")
        if said in set(Choice):
            wanted[topic.value] = Choice(said)
    choose_messages(wanted, actor=current_actor())
    flash(_("Your choice is kept. It holds for messages from now on"), "success")
    return redirect(url_for(".show_me"))


def _topics(person: Person) -> list[Topic]:
    """The topics this person can get messages of and may choose about."""
    roles = roles_anywhere(person)
    of_agency, of_office = bool(roles & AGENCY_ROLES), bool(roles & {Role.OFFICER, Role.DIRECTOR, Role.JUDGE})
    wanted = {
        Topic.TEAM: of_agency,
        Topic.ENTRY: of_agency,
        Topic.REMINDERS: of_agency or Role.ASSESSOR in roles,
        Topic.NOTICES: of_agency or Role.ASSESSOR in roles,
        Topic.ASSESSING: Role.ASSESSOR in roles or of_office,
        Topic.OFFICE: of_office,
    }
    return [topic for topic, is_wanted in wanted.items() if is_wanted]

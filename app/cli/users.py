"""`lertrat users`: the first person, who can then invite all others, and the last administrator's lost phone."""

from __future__ import annotations

import os
import sys

import click

from app.cli.db import opened
from app.config import Settings
from app.queries.people import person_by_email
from app.services.people import create_person, grant_role
from app.services.second_factor import reset_second_factor
from app.start_checks import check_database, one_sentence
from workflows.errors import RuleBroken
from workflows.roles import BRANCH_ROLES, GLOBAL_ROLES, Role

# Roles on an agency are given by invitation, from the agency's own page.
_ROLES = sorted(role.value for role in GLOBAL_ROLES | BRANCH_ROLES)


@click.group("users")
def users_commands() -> None:
    """The people who can sign in."""


@users_commands.command("create")
@click.option("--email", required=True)
@click.option("--name-th", required=True, help="Name in Thai.")
@click.option("--name-en", required=True, help="Name in English.")
@click.option("--role", type=click.Choice(_ROLES), default=Role.ADMINISTRATOR.value, show_default=True)
@click.option("--branch", help="Branch the role is held on: PS, PMQA, PG or PMQA40.")
@click.password_option("--password", envvar="LERTRAT_NEW_PASSWORD", help="Asked for if not given.")
@one_sentence
def create_command(*, email: str, name_th: str, name_en: str, role: str, branch: str | None, password: str) -> None:
    """Create a person who can sign in, with one role."""
    held = Role(role)
    if (branch is None) != (held in GLOBAL_ROLES):
        raise click.UsageError("--branch goes with the roles held on a branch, and only with them")
    settings = Settings.from_environment(os.environ)
    check_database(settings)
    with opened(settings):
        try:
            person = create_person(email=email, name_th=name_th, name_en=name_en, password=password)
            grant_role(person, held, branch=branch)
        except RuleBroken as broken:
            click.echo("\n".join(str(obstacle) for obstacle in broken.obstacles), err=True)
            sys.exit(2)
        click.echo(f"{person.email} can sign in as {held.value}.")


@users_commands.command("reset-second-factor")
@click.option("--email", required=True)
@click.option("--reason", required=True, help="Why; the person reads it, and it stays on record.")
@one_sentence
def reset_second_factor_command(*, email: str, reason: str) -> None:
    """Take a lost second factor away, where no other administrator can do it on the pages."""
    settings = Settings.from_environment(os.environ)
    check_database(settings)
    with opened(settings):
        person = person_by_email(email)
        if person is None:
            click.echo("Nobody with this e-mail address can sign in.", err=True)
            sys.exit(2)
        try:
            reset_second_factor(person, reason=reason, actor=None)
        except RuleBroken as broken:
            click.echo("\n".join(str(obstacle) for obstacle in broken.obstacles), err=True)
            sys.exit(2)
        click.echo(f"{person.email} signs in by password alone until two-step sign-in is set up again.")

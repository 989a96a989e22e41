"""`flask staff add`: lets a person log in."""

import sys

import click
from flask.cli import AppGroup

from bot.web.login import hash_password
from bot.web.service import service
from db import municipalities
from db.models import Role
from handlers.accounts import NewAccount, NotAccepted, add, check_password

staff = AppGroup("staff", help="People who log in.")


@staff.command("add")
@click.argument("email", metavar="E-MAIL")
@click.option("--municipality", "slug", required=True, help="Whose cases they work on.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--department", help="The code of their department.")
@click.option("--name", default="", help="The name that colleagues see; the e-mail address when left out.")
@click.option("--restricted", is_flag=True, help="May see cases of misconduct, which no role shows by itself.")
def add_account(email: str, slug: str, role: str, department: str | None, name: str, restricted: bool) -> None:
    """Let E-MAIL log in. The password comes from standard input, or is asked for twice at a terminal."""
    shop = service()
    try:
        password = _password()
        check_password(password)
        with shop.database.transaction() as session:
            row = municipalities.by_slug(session, slug)
            if row is None:
                known = ", ".join(each.slug for each in municipalities.every(session)) or "none yet"
                raise NotAccepted(f"there is no municipality '{slug}' (loaded: {known})")
            town = shop.towns.get(session, row.id)
            new = NewAccount(email, Role(role), name, department, restricted)
            account = add(session, town, new, hash_password(password), shop.clock())
    except NotAccepted as reason:
        raise click.ClickException(str(reason)) from None
    click.echo(f"{account.email} may log in as {role} of {slug}")


def _password() -> str:
    if sys.stdin.isatty():
        return click.prompt("Password", hide_input=True, confirmation_prompt="Once more")
    return sys.stdin.readline().rstrip("\r\n")

"""Log-in with Flask-Security on our accounts, and who may open which pages.

Its hooks would cost the webhook more than its own work (and parse its body), so all of them are taken off the
application again; what pages need is asked by `_guard` below.
"""

from collections.abc import Callable, Collection
from typing import Any

from flask import Blueprint, Flask, abort, current_app, g, redirect, request, session, url_for
from flask_login import current_user
from flask_security import LoginForm, RoleMixin, Security, UserMixin, hash_password
from flask_security.datastore import UserDatastore
from flask_wtf import CSRFProtect
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField

from bot.web.service import service
from bot.words import words
from db import accounts as account_queries
from db.models import Account, Role
from handlers import accounts

__all__ = ["hash_password", "open_to", "register"]

EVERYBODY = frozenset(Role)
READING = frozenset({"GET", "HEAD", "OPTIONS"})
csrf = CSRFProtect()


class AccountRole(RoleMixin):
    def __init__(self, role: Role) -> None:
        self.name = role.value


class Person(UserMixin):
    """An account as Flask-Security asks for it."""

    fs_uniquifier = ""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.id, self.email, self.active = account.id, account.email, account.active
        self.password = account.password
        self.fs_uniquifier = account.fs_uniquifier
        self.roles = [AccountRole(account.role)]

    def is_locked(self, form_error: list[str] | None = None) -> bool:
        return accounts.is_locked(self.account, service().clock())

    def track_failed_authn(self, auth_type: str, tfa: bool = False) -> None:
        shop = service()
        with shop.database.transaction() as transaction:
            accounts.note_failed_login(transaction, self.account, shop.clock())


class AccountStore(UserDatastore):
    """Flask-Security's way to our accounts; each question is a transaction of its own."""

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> Person | None:
        find = {"email": account_queries.by_email, "fs_uniquifier": account_queries.by_uniquifier}
        [(name, value)] = kwargs.items()
        with service().database.reading() as reading:
            account = find[name](reading, str(value))
        return Person(account) if account else None

    def find_role(self, role: str) -> AccountRole | None:
        return AccountRole(Role(role)) if role in set(Role) else None

    def put(self, model: Person) -> Person:
        """Called when a password was hashed with older costs and has been hashed anew."""
        with service().database.transaction() as transaction:
            account_queries.put_password(transaction, model.account.id, model.password or "")
        return model

    def commit(self) -> None:
        pass


class AccountLogin(LoginForm):
    """E-mail and password; one and the same answer for an unknown e-mail, a wrong password and a pause."""

    email = StringField()
    password = PasswordField()
    remember = None

    def validate(self, **kwargs: Any) -> bool:
        email, password = (self.email.data or "").strip().lower(), self.password.data or ""
        self.ifield = self.email
        well_formed = accounts.EMAIL.fullmatch(email) and 0 < len(password) <= accounts.LONGEST_PASSWORD
        self.user = person = store().find_user(email=email) if well_formed else None
        # A pause is asked before the password: Argon2 is what a guesser would make us pay for.
        if "\0" in password or not well_formed or (person and person.is_locked()):
            self.form_errors.append(words()["login"]["failed"])
            return False
        if not super().validate(**kwargs) or person is None:
            return False
        with service().database.transaction() as transaction:
            accounts.note_login(transaction, person.account)
        return True


def store() -> AccountStore:
    return current_app.extensions["security"].datastore


def register(app: Flask) -> None:
    """Puts /login and /logout on the application and guards what `open_to` names."""
    hooks: list[dict[Any, list[Any]]] = [app.before_request_funcs, app.after_request_funcs]
    ours = [list(functions.get(None, [])) for functions in hooks]
    app.config.update(SETTINGS, **_messages())
    csrf.init_app(app)
    security = Security(app, AccountStore(Person, AccountRole), login_form=AccountLogin)
    security.login_manager.request_loader(lambda _request: None)  # no log-in by token
    for functions, kept in zip(hooks, ours, strict=True):
        functions[None] = kept
    app.before_request(_check_csrf)
    app.context_processor(lambda: {"account": g.get("account"), "town": g.get("town")})


SETTINGS: dict[str, Any] = {
    # The second cheapest of OWASP's choices: 19 MB a log-in, where the default takes 64.
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__memory_cost": 19456,
        "argon2__time_cost": 2,
        "argon2__parallelism": 1,
    },
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_LOGIN_USER_TEMPLATE": "login.html",
    "SECURITY_POST_LOGIN_VIEW": "/staff/start",
    "SECURITY_POST_LOGOUT_VIEW": "/login",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_CLI_USERS_NAME": False,
    "SECURITY_CLI_ROLES_NAME": False,
    "SECURITY_EMAIL_VALIDATOR_ARGS": None,
    "WTF_CSRF_CHECK_DEFAULT": False,
    "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a note may take its time
    "PERMANENT_SESSION_LIFETIME": 12 * 3600,
}


def _messages() -> dict[str, tuple[str, str]]:
    failed = words()["login"]["failed"]
    return {
        f"SECURITY_MSG_{name}": (failed, "error")
        for name in ("GENERIC_AUTHN_FAILED", "USER_DOES_NOT_EXIST", "INVALID_PASSWORD", "DISABLED_ACCOUNT")
    }


def open_to(blueprint: Blueprint, read: Collection[Role], change: Collection[Role] | None = None) -> None:
    """Opens all pages of the blueprint to these roles; `change` is for whatever is not GET (as `read` when left out).

    Within such a request `g.account` is the account and `g.town` its municipality's data.
    """
    blueprint.before_request(_guard(frozenset(read), frozenset(read if change is None else change)))


def _guard(read: frozenset[Role], change: frozenset[Role]) -> Callable[[], Response | None]:
    def ask() -> Response | None:
        if not current_user.is_authenticated:
            return _to_login()
        account = current_user.account
        shop = service()
        with shop.database.reading() as reading:
            g.account, g.town = account, shop.towns.get(reading, account.municipality_id)
        if account.role not in (read if request.method in READING else change):
            abort(403)
        return None

    return ask


def _to_login() -> Response:
    back = request.full_path.rstrip("?") if request.method in READING else url_for("staff.queue")
    address = url_for("security.login", next=back)
    if "HX-Request" in request.headers:  # a part of a page cannot be a log-in page
        return Response(status=401, headers={"HX-Redirect": address})
    return redirect(address)


def _check_csrf() -> None:
    # Without a session there is nothing to ride on; the log-in form checks its own token.
    if request.method not in READING and "_user_id" in session:
        csrf.protect()

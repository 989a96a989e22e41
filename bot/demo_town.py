"""What a demonstration needs in its database: municipalities, and accounts whose passwords are kept in var/."""

import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path

from flask_security import hash_password, verify_password

import db
from bot.app import create_app
from bot.settings import Settings
from bot.web.service import Service
from db import Session, municipalities
from db import accounts as account_queries
from db.models import Role
from handlers import accounts
from handlers.accounts import NewAccount
from handlers.municipalities import load
from handlers.municipality_folder import read_folder

PEOPLE = {  # before the @: name, role, whether misconduct cases are seen
    "staff": ("Demo staff", Role.STAFF, False),
    "official": ("Demo official", Role.OFFICIAL, False),
    "administrator": ("Demo administrator", Role.ADMINISTRATOR, False),
    "auditor": ("Demo administrator with misconduct cases", Role.ADMINISTRATOR, True),
}


@dataclass(frozen=True)
class Login:
    account: NewAccount
    password: str


def prepare(settings: Settings, kept: Path) -> list[Login]:
    """Migrates, loads the folders that are not loaded yet, and lets the demo people of the first one log in.

    `kept` is the folder that keeps their passwords, so that each start gives the same ones.
    Raises FolderMistakes, and LookupError when there is no folder.
    """
    db.migrate(settings.database_url)
    app = create_app(settings)
    shop: Service = app.extensions["siang"]
    try:
        with app.app_context(), shop.database.transaction() as session:
            slug = _load_folders(session, shop)
            return _add_people(session, shop, slug, kept / "demo-accounts.toml")
    finally:
        shop.database.dispose()


def _load_folders(session: Session, shop: Service) -> str:
    folders = sorted(path.parent for path in shop.settings.municipalities.glob("*/municipality.toml"))
    if not folders:
        raise LookupError(f"there is no municipality in {shop.settings.municipalities}")
    for folder in folders:
        if municipalities.by_slug(session, folder.name) is None:
            load(session, read_folder(folder), now=shop.clock())
    return folders[0].name


def _add_people(session: Session, shop: Service, slug: str, file: Path) -> list[Login]:
    row = municipalities.by_slug(session, slug)
    if row is None:
        raise LookupError(f"{slug}: the folder has another name than the municipality in it")
    town = shop.towns.get(session, row.id)
    passwords = _passwords(file, [f"{person}@{slug}.example" for person in PEOPLE])
    logins = []
    for (name, role, restricted), (email, password) in zip(PEOPLE.values(), passwords.items(), strict=True):
        login = Login(NewAccount(email, role, name, restricted=restricted), password)
        logins.append(login)
        known = account_queries.by_email(session, email)
        if known is None:
            accounts.add(session, town, login.account, hash_password(password), shop.clock())
        elif not verify_password(password, known.password or ""):  # the file in var/ is younger than the database
            account_queries.put_password(session, known.id, hash_password(password))
    return logins


def _passwords(file: Path, emails: list[str]) -> dict[str, str]:
    """The password of each; one that the file lacks is made up and kept."""
    kept = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    missing = [email for email in emails if email not in kept]
    kept |= {email: secrets.token_urlsafe(12) for email in missing}
    if missing:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text("".join(f'"{email}" = "{password}"\n' for email, password in kept.items()), encoding="utf-8")
    return {email: kept[email] for email in emails}

"""What we remember: the only home of SQLAlchemy and Alembic."""

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from db.engine import Database, normalised_url
from db.migrate import current_revision, head_revision, migrate

__all__ = [
    "DBAPIError",
    "Database",
    "IntegrityError",
    "OperationalError",
    "Session",
    "current_revision",
    "head_revision",
    "migrate",
    "normalised_url",
]

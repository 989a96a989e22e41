"""The two sets of pages and who may open them."""

from flask import Blueprint

from bot.web import login
from db.models import Role

CHANGING = frozenset({Role.STAFF, Role.ADMINISTRATOR})

staff = Blueprint("staff", __name__, url_prefix="/staff")
login.open_to(staff, read=login.EVERYBODY, change=CHANGING)

system = Blueprint("system", __name__, url_prefix="/staff/system")
login.open_to(system, read={Role.ADMINISTRATOR})

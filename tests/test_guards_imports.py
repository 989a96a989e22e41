"""Who may know whom: imports point one way, each outside library has one home, and the web process stays light."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "handlers", "nlp", "db")
MAY_IMPORT = {
    "bot": {"bot", "handlers", "nlp", "db"},
    "handlers": {"handlers", "nlp", "db"},
    "nlp": {"nlp"},
    "db": {"db"},
}
HOMES = {
    "bot": [
        "PIL",
        "click",
        "dotenv",
        "flask",
        "flask_login",
        "flask_security",
        "flask_wtf",
        "gunicorn",
        "honcho",
        "jinja2",
        "linebot",
        "markupsafe",
        "prometheus_client",
        "urllib3",
        "werkzeug",
        "wtforms",
        "xlsxwriter",
    ],
    "handlers": ["holidays", "pydantic", "pydantic_core", "shapely"],
    "db": ["alembic", "psycopg", "sqlalchemy", "sqlite3"],
    "nlp": ["numpy", "pythainlp", "scipy", "sklearn"],
}
HOME_OF = {library: room for room, libraries in HOMES.items() for library in libraries}
# The simulated LINE keeps its own state, and reads what we send with the models of LINE's SDK.
AT_HOME_TOO = {("sqlite3", "bot/simulator/"), ("pydantic", "bot/simulator/")}
ONLY_TRAINING = {"sklearn", "scipy"}
NOT_IN_WEB = ("numpy", "pythainlp", "linebot", "sklearn", "scipy", "shapely", "holidays")
SENDERS = ("bot/line.py", "bot/worker/", "bot/simulator/")


@dataclass(frozen=True)
class Import:
    file: str
    module: str

    @property
    def room(self) -> str:
        return self.file.split("/")[0]

    @property
    def top(self) -> str:
        return self.module.split(".")[0]


def imports() -> Iterator[Import]:
    """Every import of the service, also those inside functions, by absolute name."""
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (Import(file, name.name) for name in node.names)
            elif isinstance(node, ast.ImportFrom):
                package = ".".join(Path(file).parts[: -node.level]) if node.level else ""
                base = ".".join(part for part in (package, node.module or "") if part)
                yield Import(file, base)
                yield from (Import(file, f"{base}.{name.name}") for name in node.names)


@pytest.fixture(scope="module")
def found() -> list[Import]:
    return list(imports())


def test_rooms_import_one_way(found: list[Import]) -> None:
    assert not [each for each in found if each.top in ROOMS and each.top not in MAY_IMPORT[each.room]]


def test_each_library_has_one_home(found: list[Import]) -> None:
    def is_guest(each: Import) -> bool:
        beside = any(each.top == library and each.file.startswith(place) for library, place in AT_HOME_TOO)
        return HOME_OF.get(each.top, each.room) != each.room and not beside

    assert not [each for each in found if is_guest(each)]


def test_pages_can_only_queue(found: list[Import]) -> None:
    """What sends is out of reach for bot/web."""
    senders = ("bot.line", "bot.worker")
    reached = [each for each in found if each.file.startswith("bot/web/") and each.module.startswith(senders)]
    assert not reached


def test_the_messaging_client_is_known_to_the_senders_only(found: list[Import]) -> None:
    known = [each.file for each in found if each.module.startswith("linebot.v3.messaging")]
    assert known
    assert all(file.startswith(SENDERS) for file in known)


def test_only_training_needs_scikit_learn(found: list[Import]) -> None:
    users = {each.file for each in found if each.top in ONLY_TRAINING}
    assert all(file.startswith("nlp/training/") for file in users)
    trainers = {each.file for each in found if each.module.startswith("nlp.training")}
    assert {file for file in trainers if not file.startswith("nlp/training/")} <= {"bot/commands/nlp.py"}


def test_settings_are_the_only_reader_of_the_environment(found: list[Import]) -> None:
    readers = {each.file for each in found if each.module in ("os.environ", "os.getenv")}
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        if "os.environ" in (text := path.read_text(encoding="utf-8")) or "getenv" in text:
            readers.add(path.relative_to(ROOT).as_posix())
    # The demonstration hands an environment on to its processes; the simulator looks whether real credentials are near.
    assert readers <= {"bot/settings.py", "bot/demo.py", "bot/simulator/__main__.py"}


def test_the_web_process_loads_nothing_heavy() -> None:
    program = f"""
import sys
from bot.app import create_app
from bot.settings import Settings
app = create_app(Settings("sqlite://", "0123456789abcdef"))
for page in ("/healthz", "/login", "/"):
    app.test_client().get(page)
print([name for name in {NOT_IN_WEB!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_making_the_application_opens_no_connection() -> None:
    """The server forks after that, and processes must not share one."""
    from bot.app import create_app
    from bot.settings import Settings

    app = create_app(Settings("postgresql://nobody@127.0.0.1:9/nothing", "0123456789abcdef"))
    assert app.extensions["siang"].database.engine.pool.checkedin() == 0


def test_no_thai_stands_in_code() -> None:
    """Words are data: message and page templates, words.th.toml, nlp/data, municipalities' folders."""

    def has_thai(path: Path) -> bool:
        source = path.read_text(encoding="utf-8")
        tree = ast.parse(source)
        texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        explained = {
            id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
        }  # docstrings may name words
        written = (ast.get_source_segment(source, text) or "" for text in texts if id(text) not in explained)
        return any("\u0e00" <= letter <= "\u0e7f" for text in written for letter in text)

    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    assert not [path.relative_to(ROOT).as_posix() for path in files if has_thai(path)]

"""How long it takes to find the open cases of the same matter, and the earlier ones, among a million."""

import os
import time
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bench.databases import ENGINES
from bench.sentences import SENTENCES
from bench.tables import percentile, print_table, verdict
from db import Database, Session, municipalities, queue
from db.models import Case
from handlers.earlier_cases import earlier_cases
from handlers.municipalities import Town, Towns
from handlers.same_matter import same_matter
from handlers.seeding import Seeder, opening_times

CASES = int(os.environ.get("BENCH_CASES", "1000000"))
BATCH, ASKED, WARM = 5_000, 300, 20
SLOWEST_P95 = 0.020


def measure(folder: Path) -> None:
    rows = []
    for name, engine in ENGINES.items():
        with engine(folder, f"same_matter_{name.lower()}") as url:
            database = Database(url)
            now = datetime.now(UTC)
            town = _seed(database, now)
            rows += _ask(database, town, now, name)
            database.dispose()
    print_table(
        f"same matter: {ASKED} open cases among {CASES} made-up ones, one question at a time",
        ["database", "question", "found on average", "CPU p50 ms", "p50 ms", "p95 ms", "max ms", "p95 at most 20 ms"],
        rows,
    )


def _seed(database: Database, now: datetime) -> Town:
    with database.reading() as session:
        row = municipalities.by_slug(session, "yala")
        assert row is not None
        town = Towns().get(session, row.id)
    random = Random(1)
    seeder = Seeder(town, tomllib.loads(SENTENCES.read_text(encoding="utf-8")), now, random)
    opened = opening_times(CASES, now, random)
    for start in range(0, CASES, BATCH):
        with database.transaction() as session:
            seeder.add(session, opened[start : start + BATCH])
    return town


def _ask(database: Database, town: Town, now: datetime, name: str) -> list[list[str]]:
    questions: dict[str, Callable[[Session, Case], int]] = {
        "same matter": lambda session, case: len(same_matter(session, town, case, now)),
        "earlier cases": lambda session, case: len(earlier_cases(session, town, case, now).here),
    }
    with database.reading() as session:
        viewer = queue.Viewer(town.id, False, now.date() - timedelta(days=3650))
        newest = [row.id for row in queue.page(session, viewer, queue.Filter(), None, 20 * ASKED).rows]
    chosen = Random(2).sample(newest, min(ASKED + WARM, len(newest)))
    rows = []
    for question, ask in questions.items():
        seconds, cpu, found = _time(database, chosen, ask)
        p95 = percentile(seconds, 0.95)
        figures = [percentile(cpu, 0.5), percentile(seconds, 0.5), p95, max(seconds)]
        verdict_of = verdict(p95 <= SLOWEST_P95)
        rows.append([name, question, f"{found:.1f}", *(f"{each * 1e3:.1f}" for each in figures), verdict_of])
    return rows


def _time(
    database: Database, case_ids: list[int], ask: Callable[[Session, Case], int]
) -> tuple[list[float], list[float], float]:
    """Seconds by the clock and of this process (PostgreSQL works in another), and how many it found."""
    seconds, cpu, found = [], [], 0
    for case_id in case_ids:
        with database.reading() as session:
            case = session.get(Case, case_id)
            assert case is not None
            started, began = time.perf_counter(), time.thread_time()
            found += ask(session, case)
            seconds.append(time.perf_counter() - started)
            cpu.append(time.thread_time() - began)
    return seconds[WARM:], cpu[WARM:], found / len(seconds)

"""What people put right is kept, learnt from, judged, installed and given back."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

import nlp
from bot.app import create_app
from bot.installed_model import InstalledModel
from bot.settings import Settings
from db import Database, Session, corrections, residents
from db.models import Actor, Case, Correction, Kind, Role
from handlers import accounts, learning
from handlers.cases import correct_kind, correct_topics
from handlers.intake import open_case
from handlers.learning import Trained, file_of
from nlp.model import committed_model, read_model, write_model
from nlp.training import learning as training
from nlp.training.corpus import Sample
from tests.office import NOON, meaning, said
from tests.week_of_cases import load_town

WORDS = "โคมทางเดินริมบึงหลังสนามเปตองหรี่ลงทุกหัวค่ำ โทร 081-234-5678"


class Desk:
    """A clerk of Yala, and cases to put right."""

    def __init__(self, session: Session) -> None:
        self.session, self.town = session, load_town(session, "yala")
        account = accounts.NewAccount("clerk@yala.example", Role.STAFF, "")
        self.clerk = accounts.add(session, self.town, account, "hash", NOON)

    def open(self, text: str = WORDS, **understood: Any) -> Case:
        resident = residents.find_or_add(self.session, self.town.id, "Usomebody", NOON)
        return open_case(self.session, self.town, resident, said(text, NOON), meaning(**understood), NOON)

    def topics(self, case: Case, *codes: str) -> None:
        correct_topics(self.session, self.town, case, list(codes), self.clerk, NOON)

    def kind(self, case: Case, kind: Kind) -> None:
        correct_kind(self.session, self.town, case, kind, self.clerk, NOON)

    def kept(self, case: Case) -> Correction | None:
        self.session.flush()
        return corrections.of_case(self.session, case.id)


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    database = Database(database_url)
    with database.transaction() as session:
        yield Desk(session)
    database.dispose()


def test_a_correction_keeps_both_sides_and_no_personal_data(desk: Desk) -> None:
    case = desk.open(topics=("road", "safety"))
    desk.kind(case, Kind.SUGGESTION)
    desk.topics(case, "streetlight")
    kept = desk.kept(case)
    assert kept is not None
    assert (kept.guessed_kind, kept.guessed_topics) == ("complaint", "road safety")
    assert (kept.kind, kept.topics) == ("suggestion", "streetlight")
    assert (kept.actor, kept.account_id, kept.model_version) == (Actor.STAFF, desk.clerk.id, "test")
    assert "081" not in kept.text and "โคมทางเดิน" in kept.text
    assert [lesson.topics for lesson in learning.lessons(desk.session)] == [{"streetlight"}]


def test_coming_back_to_what_the_bot_said_leaves_nothing_to_learn(desk: Desk) -> None:
    case = desk.open(topics=("road",))
    desk.topics(case, "streetlight")
    desk.topics(case, "road")
    assert desk.kept(case) is None


def test_nothing_is_kept_of_an_accusation(desk: Desk) -> None:
    case = desk.open(topics=("road",))
    desk.topics(case, "streetlight")
    assert desk.kept(case) is not None
    desk.kind(case, Kind.MISCONDUCT)
    assert desk.kept(case) is None
    desk.topics(case, "tax")
    assert desk.kept(case) is None


def test_a_case_without_words_teaches_nothing(desk: Desk) -> None:
    case = desk.open("")
    desk.topics(case, "streetlight")
    assert desk.kept(case) is None


def test_a_new_model_takes_its_place_and_gives_it_back(desk: Desk, tmp_path: Path) -> None:
    def in_force(committed: str = "release") -> Path | None:
        return learning.model_file(desk.session, tmp_path, committed)

    for version in ("first", "second"):
        file_of(tmp_path, version).write_bytes(b"")
        learning.record(desk.session, Trained(version, "release", 3, {}), install=True, now=NOON)
        assert in_force() == file_of(tmp_path, version)
    learning.record(desk.session, Trained("worse", "release", 4, {}), install=False, now=NOON)
    assert in_force() == file_of(tmp_path, "second")
    assert in_force("next-release") is None
    assert learning.go_back(desk.session, tmp_path, "release") == ("first", "second")
    assert in_force() == file_of(tmp_path, "first")
    assert learning.go_back(desk.session, tmp_path, "release") == ("release", "first")
    assert in_force() is None
    assert learning.go_back(desk.session, tmp_path, "release") is None


def test_a_model_whose_file_is_gone_is_passed_over(desk: Desk, tmp_path: Path) -> None:
    for version in ("first", "second"):
        file_of(tmp_path, version).write_bytes(b"")
        learning.record(desk.session, Trained(version, "release", 3, {}), install=True, now=NOON)
    file_of(tmp_path, "first").unlink()
    assert learning.go_back(desk.session, tmp_path, "release") == ("release", "second")


def test_the_model_learns_what_it_was_taught_the_same_way_every_time() -> None:
    text = "ศาลาริมน้ำเป็นที่ชุมนุมนกพิราบ"
    wanted = Sample(text, frozenset(["tax"]), "question")
    base = committed_model()
    once, again = (training.learn(base, [], [wanted] * 3) for _ in range(2))
    assert once.version == again.version != base.version
    topics, kinds = once.probabilities(text)
    before_topics, before_kinds = base.probabilities(text)
    assert topics[nlp.TOPICS.index("tax")] > before_topics[nlp.TOPICS.index("tax")]
    assert kinds[nlp.KINDS.index("question")] > before_kinds[nlp.KINDS.index("question")]


def test_what_few_texts_have_stays_unknown_to_the_model() -> None:
    base = committed_model()
    sample = Sample("หฤหรรษ์ฆฬฎฏ", frozenset(["tax"]), "question")
    assert (training.learn(base, [], [sample]).rarity > 0).sum() == (base.rarity > 0).sum()
    several = training.learn(base, [], [sample] * training.LEAST_TEXTS)
    assert (several.rarity > 0).sum() > (base.rarity > 0).sum()


def test_every_measure_counts_and_of_errors_less_is_better() -> None:
    before = {"micro-F1": 0.7, "kind right": 0.8, "calibration error": 0.1}
    assert training.fallen(before, dict(before)) == []
    assert training.fallen(before, {"micro-F1": 0.9, "kind right": 0.799, "calibration error": 0.11}) == [
        "kind right",
        "calibration error",
    ]


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    app = create_app(Settings(sqlite_url, "0123456789abcdef", models=tmp_path / "models"))
    yield app
    app.extensions["siang"].database.dispose()
    nlp.use_model(None)


def run(app: Flask, *arguments: str) -> Any:
    return app.test_cli_runner().invoke(args=arguments)


def test_without_corrections_the_command_says_that_there_is_nothing_to_learn(app: Flask) -> None:
    answer = run(app, "nlp", "train")
    assert (answer.exit_code, answer.output.split(":")[0]) == (0, "Nothing to learn")
    assert "nothing to go back to" in run(app, "nlp", "back").output


def test_training_installs_exactly_when_no_measure_falls(app: Flask) -> None:
    with app.extensions["siang"].database.transaction() as session:
        desk = Desk(session)
        texts = (f"{place}มีเงาตะคุ่มกับกลิ่นอับชื้นทุกคืน" for place in ("ศาลา", "ท่าน้ำ", "โรงจอด", "ลานปูน", "เรือนไม้"))
        for text in texts:
            desk.topics(desk.open(text, topics=("road",)), "public_health")
    answer = run(app, "nlp", "train")
    assert answer.exit_code == 0, answer.output
    with app.extensions["siang"].database.reading() as session:
        row = corrections.model_in_force(session)
        [tried] = session.query(learning.ModelVersion).all()
    fell = [name for each in tried.measures.values() for name in training.fallen(each["before"], each["after"])]
    assert (row is None) == bool(fell) == ("Not installed" in answer.output)
    assert json.dumps(tried.measures)
    folder = app.extensions["siang"].settings.models
    assert file_of(folder, tried.version).exists() != bool(fell)


def test_a_process_follows_the_model_in_force_and_survives_a_broken_file(app: Flask) -> None:
    service = app.extensions["siang"]
    folder, base = service.settings.models, committed_model()
    folder.mkdir()
    model = InstalledModel(service.database, folder)
    write_model(replace(base, version="trained-here"), file_of(folder, "trained-here"))
    assert read_model(file_of(folder, "trained-here")).version == "trained-here"
    file_of(folder, "broken").write_bytes(b"no model")
    expected = {"trained-here": "trained-here", "broken": "trained-here"}
    for later, (version, understood_by) in enumerate(expected.items()):
        with service.database.transaction() as session:
            trained = Trained(version, base.version, 1, {})
            learning.record(session, trained, install=True, now=NOON + timedelta(hours=later))
        model.follow()
        assert nlp.understand("ไฟดับ").model_version == understood_by
    for _ in range(2):
        with service.database.transaction() as session:
            learning.go_back(session, folder, base.version)
        model.follow()
    assert nlp.understand("ไฟดับ").model_version == base.version

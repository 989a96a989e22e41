"""What a municipality's folder may say, how mistakes in it are named, and that writing it back loses nothing."""

import json
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import UnionType
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

import nlp
from handlers.municipality_folder import FolderMistakes, read_folder, write_folder
from handlers.municipality_mistakes import FILES
from handlers.municipality_schema import MunicipalityFolder
from handlers.municipality_values import (
    LABEL_GRAPHEMES,
    RESERVED_SLUGS,
    TOPIC_CODES,
    Danger,
    DepaDomain,
    Kind,
    graphemes,
)
from handlers.toml_text import toml_text

ROOT = Path(__file__).parents[2]
YALA = ROOT / "municipalities" / "yala"
BANMAI = ROOT / "tests" / "municipalities" / "banmai"
DOCUMENTATION = ROOT / "docs" / "municipality-folder.md"

Edit = Callable[[str, str, str], None]


@pytest.fixture
def banmai(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BANMAI, tmp_path / "banmai"))


@pytest.fixture
def edit(banmai: Path) -> Edit:
    """Replaces the first occurrence of a text in a file of the copied folder."""

    def replace(file: str, old: str, new: str) -> None:
        text = (banmai / file).read_text(encoding="utf-8")
        assert old in text
        (banmai / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(FolderMistakes) as refused:
        read_folder(folder)
    assert str(refused.value).splitlines() == [str(mistake) for mistake in refused.value.mistakes]
    return [str(mistake) for mistake in refused.value.mistakes]


# The folders that are there


@pytest.mark.parametrize("path", [YALA, BANMAI], ids=lambda path: path.name)
def test_a_folder_written_back_reads_as_the_same(path: Path, tmp_path: Path) -> None:
    folder = read_folder(path)
    write_folder(folder, tmp_path)
    assert read_folder(tmp_path) == folder


@pytest.mark.parametrize("path", [YALA, BANMAI], ids=lambda path: path.name)
def test_a_folder_survives_the_way_through_json(path: Path) -> None:
    folder = read_folder(path)
    assert MunicipalityFolder.model_validate_json(folder.model_dump_json()) == folder


@pytest.mark.parametrize("path", [YALA, BANMAI], ids=lambda path: path.name)
def test_the_shipped_folders_say_that_they_are_samples(path: Path) -> None:
    assert read_folder(path).municipality.sample


def test_every_community_of_yala_has_streets_landmarks_and_a_polygon() -> None:
    communities = read_folder(YALA).communities
    assert 10 <= len(communities) <= 14
    assert all(each.streets and each.landmarks and each.polygon for each in communities)


def test_the_two_samples_differ_in_everything_a_leak_would_show() -> None:
    yala, banmai = read_folder(YALA), read_folder(BANMAI)
    assert yala.municipality.letters != banmai.municipality.letters
    assert yala.municipality.persona != banmai.municipality.persona
    assert yala.municipality.promise("complaint") != banmai.municipality.promise("complaint")
    assert {each.code for each in yala.departments} & {each.code for each in banmai.departments}
    assert {each.code for each in yala.communities} & {each.code for each in banmai.communities}
    assert not {each.phone for each in yala.departments} & {each.phone for each in banmai.departments}
    assert not {each.name for each in yala.departments} & {each.name for each in banmai.departments}


def test_misconduct_never_goes_to_a_department_that_answers_for_a_topic_in_yala() -> None:
    yala = read_folder(YALA)
    answering = {code for topic in yala.topics for code in (topic.department, *topic.second_departments)}
    assert yala.municipality.restricted_department not in answering


def test_kinds_and_topics_are_those_that_the_text_is_understood_by() -> None:
    assert set(get_args(Kind)) == set(nlp.KINDS)
    assert set(TOPIC_CODES) == {*nlp.TOPICS, nlp.NO_TOPIC}


# Reading


def test_a_mark_and_line_ends_of_windows_editors_do_no_harm(banmai: Path) -> None:
    for file in [*banmai.glob("*.toml"), *banmai.glob("*.geojson"), *banmai.glob("wording/*")]:
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert read_folder(banmai) == read_folder(BANMAI)


def test_agencies_communities_and_wording_may_be_left_out(banmai: Path) -> None:
    for name in ("agencies.toml", "communities.toml", "communities.geojson", "wording/thanks.th.j2"):
        (banmai / name).unlink()
    topics = (banmai / "topics.toml").read_text(encoding="utf-8").splitlines()
    kept = [line for line in topics if not line.startswith("agencies")]
    (banmai / "topics.toml").write_text("\n".join(kept), encoding="utf-8")
    folder = read_folder(banmai)
    assert not (folder.agencies or folder.communities or folder.wording)


def test_a_community_without_a_polygon_is_accepted(banmai: Path) -> None:
    (banmai / "communities.geojson").unlink()
    assert [each.polygon for each in read_folder(banmai).communities] == [None, None, None]


def test_a_kind_without_a_promise_promises_nothing() -> None:
    praise = read_folder(YALA).municipality.promise("praise")
    assert praise.working_days is None and praise.gathered_for is None


# Mistakes, each named by file, key and reason

TEXT_MISTAKES = [
    ("municipality.toml", "contact = ", "contakt = ", "municipality.toml: dpo.contact: is required"),
    ("municipality.toml", "contact = ", "contakt = ", "municipality.toml: dpo.contakt: is not a known key"),
    ("municipality.toml", 'slug = "banmai"', 'slug = "Ban"', "municipality.toml: slug: should be small letters"),
    ("municipality.toml", 'slug = "banmai"', 'slug = "staff"', "municipality.toml: slug: 'staff' is a word of"),
    ("municipality.toml", '"BM"', '"BANM"', "municipality.toml: letters: should be two or three"),
    ("municipality.toml", '"#7a3e9d"', '"#ffcc00"', "municipality.toml: brand_colour: has a contrast of 1.5"),
    ("municipality.toml", '"#7a3e9d"', '"purple"', "municipality.toml: brand_colour: should be like"),
    ("municipality.toml", '"02-000-0500"', '"12-34"', "municipality.toml: office.phone: should be a number"),
    ("municipality.toml", "opens = 08", "opens = 18", "municipality.toml: office: opens should be earlier"),
    ("municipality.toml", "version = 2026", "version = 2569", "municipality.toml: version: has the Buddhist"),
    (
        "municipality.toml",
        "version = 2026-10-01",
        "version = 20261001",
        "municipality.toml: version: should be a date",
    ),
    ("municipality.toml", "promises.question", "promises.wish", "municipality.toml: promises.wish: should be"),
    ("municipality.toml", '"self_harm"', '"medical"', "has no number for the danger 'self_harm'"),
    ("municipality.toml", '"violence"', '"fight"', "municipality.toml: emergency_numbers[1].dangers[2]: should be"),
    ("municipality.toml", '"191 ตำรวจ"', f'"{"ก" * 21}"', "emergency_numbers[1].label: has 21 characters"),
    ("municipality.toml", 'department = "clerk"', 'department = "x"', "restricted_department: 'x' is not a code"),
    ("municipality.toml", "working_days = 7", "working_days = 0", "promises.complaint.working_days: should be"),
    ("municipality.toml", "working_days = 7", 'working_days = "7"', "promises.complaint.working_days: should be"),
    ("municipality.toml", "gathered_for", "basis", "municipality.toml: promises.suggestion: has a basis but no"),
    ("municipality.toml", "lat = 14.0", "lat = 140.0", "municipality.toml: centre.lat: should be less than"),
    ("departments.toml", 'code = "works"', 'code = "clerk"', "departments.toml: clerk: is there 2 times"),
    ("departments.toml", 'code = "works"', 'code = "unknown"', "departments.toml: unknown.code: 'unknown' is kept"),
    ("departments.toml", 'phone = "02-000-0502"', "", "departments.toml: works.phone: is required"),
    ("departments.toml", 'code = "clerk"', "", "departments.toml: [1].code: is required"),
    ("departments.toml", "[[departments]]", "[[department]]", "departments.toml: department: is not a known key"),
    ("topics.toml", 'department = "works"', 'department = "roads"', "topics.toml: road.department: 'roads' is not"),
    ("topics.toml", 'code = "digital"', 'code = "wifi"', "topics.toml: wifi.code: should be 'road', "),
    ("topics.toml", 'code = "digital"', 'code = "tax"', "topics.toml: digital: is required"),
    ("topics.toml", 'code = "digital"', 'code = "tax"', "topics.toml: tax: is there 2 times"),
    ("topics.toml", 'agencies = ["pwa"]', 'agencies = ["mwa"]', "topics.toml: water_supply.agencies: 'mwa' is not"),
    ("topics.toml", 'departments = ["clerk"]', 'departments = ["works"]', "'works' is its first department"),
    ("topics.toml", 'sdg = ["11.2"]', 'sdg = ["18.1"]', "topics.toml: road.sdg[1]: should be a goal"),
    ("communities.toml", 'code = "don-klang"', 'code = "don"', "communities.geojson: don-klang: is not a code of"),
    ("communities.toml", '"ชุมชนดอนกลาง"', '"ชุมชนสุขใจ"', "communities.toml: ชุมชนสุขใจ: is there 2 times"),
    ("communities.toml", '"ซอยสุขใจ 9"', '"ถนนสุขใจ"', "communities.toml: suk-jai.streets: names 'ถนนสุขใจ' twice"),
    ("holidays.toml", "2026-11-20", "2569-11-20", "holidays.toml: extra[1].date: has the Buddhist year 2569"),
    ("holidays.toml", "2026-11-20", "2026-11-31", "holidays.toml: Invalid date or datetime (at line 4"),
    ("holidays.toml", "national = true", "", "holidays.toml: national: is required"),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), TEXT_MISTAKES)
def test_a_mistake_is_named_by_file_key_and_reason(
    banmai: Path, edit: Edit, file: str, old: str, new: str, expected: str
) -> None:
    edit(file, old, new)
    assert any(expected in mistake for mistake in mistakes(banmai)), mistakes(banmai)


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_no_municipality_hides_a_page_of_the_application(banmai: Path, edit: Edit, slug: str) -> None:
    edit("municipality.toml", 'slug = "banmai"', f'slug = "{slug}"')
    assert "of the application's own addresses" in mistakes(banmai)[0]


def test_all_mistakes_are_told_at_once(banmai: Path, edit: Edit) -> None:
    edit("municipality.toml", "contact = ", "contakt = ")
    edit("departments.toml", "02-000-0502", "2")
    edit("holidays.toml", "national = true", "national = ")
    (banmai / "notes.txt").write_text("", encoding="utf-8")
    found = {mistake.split(":")[0] for mistake in mistakes(banmai)}
    assert found == {"municipality.toml", "departments.toml", "holidays.toml", "notes.txt"}


@pytest.mark.parametrize("part", ["municipality", "departments", "topics", "holidays"])
def test_a_missing_file_is_one_mistake_and_not_many(banmai: Path, part: str) -> None:
    (banmai / FILES[part]).unlink()
    assert mistakes(banmai) == [f"{FILES[part]}: is missing"]


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    assert mistakes(tmp_path / "nowhere") == ["nowhere: is not a folder"]


def test_a_file_in_another_encoding_is_said_so(banmai: Path) -> None:
    text = (banmai / "departments.toml").read_text(encoding="utf-8")
    (banmai / "departments.toml").write_bytes(text.encode("cp874"))
    assert mistakes(banmai) == ["departments.toml: is not UTF-8 text"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("thanks.j2", "wording/thanks.j2: should be named"),
        ("Thanks.th.j2", "wording/Thanks.th.j2: should be named"),
        ("thanks.th.txt", "wording/thanks.th.txt: should be named"),
    ],
)
def test_a_wording_with_a_strange_name_is_refused(banmai: Path, name: str, expected: str) -> None:
    (banmai / "wording" / name).write_text("x", encoding="utf-8")
    assert any(mistake.startswith(expected) for mistake in mistakes(banmai))


JUNK = [0, -1, 1e300, "", "x" * 600, "ก\n", "unknown", True, [], {}, [[]], [{}], [1, "a"], {"code": 1}]


def places_in(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every spot of a parsed file, as its container and the key in it."""
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield value, key
        yield from places_in(value[key])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([file for file in FILES.values() if "." in file]), st.sampled_from(JUNK), st.data())
def test_whatever_is_written_is_read_or_refused_in_single_lines(
    banmai: Path, file: str, junk: Any, data: st.DataObject
) -> None:
    before = (banmai / file).read_text(encoding="utf-8")
    read, write = (json.loads, json.dumps) if file.endswith("json") else (tomllib.loads, toml_text)
    written = read(before)
    container, key = data.draw(st.sampled_from(list(places_in(written))))
    container[key] = junk
    try:
        text = write(written)
    except TypeError:
        assume(False)  # a list of tables and other things: nobody can write that in TOML's long form
    (banmai / file).write_text(text, encoding="utf-8")
    try:
        read_folder(banmai)
    except FolderMistakes as refused:
        assert refused.mistakes and all("\n" not in str(mistake) for mistake in refused.mistakes)
    finally:
        (banmai / file).write_text(before, encoding="utf-8")


# Polygons


@pytest.fixture
def redraw(banmai: Path) -> Callable[[Callable[[list[dict[str, Any]]], object]], None]:
    """Changes the features of the copied folder's map."""

    def apply(change: Callable[[list[dict[str, Any]]], object]) -> None:
        file = banmai / "communities.geojson"
        collection = json.loads(file.read_text(encoding="utf-8"))
        change(collection["features"])
        file.write_text(json.dumps(collection), encoding="utf-8")

    return apply


def cross_itself(features: list[dict[str, Any]]) -> None:
    ring = features[0]["geometry"]["coordinates"][0]
    ring[2], ring[4] = ring[4], ring[2]


def swap_axes(features: list[dict[str, Any]]) -> None:
    geometry = features[0]["geometry"]
    geometry["coordinates"] = [[[lat, lon - 30] for lon, lat in ring] for ring in geometry["coordinates"]]


POLYGON_MISTAKES = [
    (cross_itself, "communities.geojson: suk-jai: is not a sound outline: Self-intersection"),
    (swap_axes, "communities.geojson: suk-jai: lies "),
    (
        lambda all_: all_[1].update(geometry=all_[0]["geometry"]),
        "communities.geojson: suk-jai: overlaps 'thung-na' by 100%",
    ),
    (lambda all_: all_.append(all_[0]), "communities.geojson: suk-jai: has two polygons"),
    (lambda all_: all_[0]["geometry"].update(type="Point"), "communities.geojson: suk-jai: should be a Polygon"),
    (lambda all_: all_[0]["geometry"]["coordinates"][0].clear(), "communities.geojson: suk-jai.coordinates[1]: "),
    (lambda all_: all_[0]["properties"].pop("code"), "communities.geojson: should be a GeoJSON"),
    (lambda all_: all_[0]["geometry"]["coordinates"][0][0].append(12.5), "suk-jai.coordinates[1][1]: "),
]


@pytest.mark.parametrize(("change", "expected"), POLYGON_MISTAKES)
def test_a_map_with_a_mistake_is_refused(banmai: Path, redraw: Any, change: Any, expected: str) -> None:
    redraw(change)
    assert any(expected in mistake for mistake in mistakes(banmai)), mistakes(banmai)


def test_a_map_that_is_no_json_is_refused(banmai: Path) -> None:
    (banmai / "communities.geojson").write_text("{", encoding="utf-8")
    assert mistakes(banmai)[0].startswith("communities.geojson: Expecting property name")


def test_a_polygon_belongs_into_the_map_file(banmai: Path, edit: Edit) -> None:
    edit("communities.toml", 'code = "suk-jai"', 'code = "suk-jai"\npolygon = {type = "Polygon"}')
    assert mistakes(banmai)[0] == "communities.toml: suk-jai.polygon: belongs into communities.geojson"


# Writing


def test_writing_over_an_older_folder_leaves_nothing_of_it(tmp_path: Path) -> None:
    write_folder(read_folder(BANMAI), tmp_path)
    yala = read_folder(YALA)
    bare = yala.model_copy(update={"communities": (), "agencies": yala.agencies, "wording": {}})
    write_folder(bare, tmp_path)
    assert read_folder(tmp_path) == bare


def test_what_could_not_be_read_back_is_not_written(tmp_path: Path) -> None:
    broken = read_folder(YALA).model_copy(update={"departments": ()})
    with pytest.raises(FolderMistakes, match="is not a code of departments"):
        write_folder(broken, tmp_path)
    assert not list(tmp_path.iterdir())


READ_YALA = read_folder(YALA).model_dump(mode="python")
WRITABLE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(
    lambda text: 0 < graphemes(text.strip()) <= LABEL_GRAPHEMES and not set(text.strip()) & set("\r\n\t")
)


@given(name=WRITABLE, duties=WRITABLE, text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_words_survive_being_written_and_read(
    tmp_path_factory: pytest.TempPathFactory, name: str, duties: str, text: str
) -> None:
    departments = [READ_YALA["departments"][0] | {"short": name, "duties": duties}, *READ_YALA["departments"][1:]]
    changed = READ_YALA | {"departments": departments, "wording": {"thanks.th": "\ufeff\r\n" + text}}
    folder = MunicipalityFolder.model_validate(changed)
    path = tmp_path_factory.mktemp("written")
    write_folder(folder, path)
    assert read_folder(path) == folder


# The documentation


def keys(model: Any) -> Iterator[str]:
    """Every key a file may have, down to the innermost table."""
    if isinstance(model, type) and issubclass(model, BaseModel):
        for name, field in model.model_fields.items():
            yield name
            yield from keys(field.annotation)
    elif isinstance(model, UnionType) or get_args(model):
        for part in get_args(model):
            yield from keys(part)


def test_every_file_key_and_code_of_the_folder_is_documented() -> None:
    text = DOCUMENTATION.read_text(encoding="utf-8")
    words = {*keys(MunicipalityFolder), *FILES.values()}
    words |= {*get_args(Kind), *get_args(Danger), *get_args(DepaDomain), *TOPIC_CODES, *RESERVED_SLUGS}
    words -= {"municipality", "holidays"}  # whole files, not keys
    assert {"phone", "lat", "gathered_for", "coordinates"} <= words
    undocumented = [word for word in words if not re.search(rf"(`|\[\[|^#+ `?){re.escape(word)}(`|\]\]|$)", text, re.M)]
    assert sorted(undocumented) == []

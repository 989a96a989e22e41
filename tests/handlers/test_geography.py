"""Which community a position lies in, and how far two positions are apart."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.geography import CommunityMap, distance_m, middle, overlaps, why_invalid
from handlers.municipality_folder import read_folder

YALA = read_folder(Path(__file__).parents[2] / "municipalities" / "yala")
POSITIONS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def square(west: float, south: float, size: float) -> dict[str, object]:
    east, north = west + size, south + size
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return {"type": "Polygon", "coordinates": [ring]}


TOWN = CommunityMap({"west": square(100, 14, 1), "east": square(101, 14, 1), "in-west": square(100.2, 14.2, 0.1)})


def test_a_position_is_in_the_community_around_it() -> None:
    assert TOWN.community_at(14.5, 100.5) == "west"
    assert TOWN.community_at(14.5, 101.5) == "east"


def test_of_two_communities_the_smaller_one_is_meant() -> None:
    assert TOWN.community_at(14.25, 100.25) == "in-west"


def test_a_position_on_a_border_has_one_community_and_always_the_same() -> None:
    turned = CommunityMap({"east": square(101, 14, 1), "west": square(100, 14, 1)})
    assert TOWN.community_at(14.5, 101) == turned.community_at(14.5, 101) == "east"


@pytest.mark.parametrize(
    ("lat", "lon"), [(13.9, 100.5), (14.5, 99.9), (100.5, 14.5), (float("nan"), 100.5), (14.5, float("inf"))]
)
def test_outside_there_is_no_community(lat: float, lon: float) -> None:
    assert TOWN.community_at(lat, lon) is None
    assert not TOWN.inside(lat, lon)


def test_a_municipality_without_a_map_has_no_inside() -> None:
    assert CommunityMap({}).community_at(14.5, 100.5) is None
    assert not CommunityMap({}).inside(14.5, 100.5)


def test_a_community_in_two_parts_is_found_in_both() -> None:
    first, second = square(100, 14, 1)["coordinates"], square(102, 14, 1)["coordinates"]
    town = CommunityMap({"both": {"type": "MultiPolygon", "coordinates": [first, second]}})
    assert town.community_at(14.5, 100.5) == town.community_at(14.5, 102.5) == "both"
    assert not town.inside(14.5, 101.5)


def test_every_community_of_yala_is_found_at_its_own_middle() -> None:
    polygons = {each.code: each.polygon.model_dump() for each in YALA.communities if each.polygon}
    town = CommunityMap(polygons)
    assert {code: town.community_at(*middle(polygon)) for code, polygon in polygons.items()} == {
        code: code for code in polygons
    }
    assert town.inside(YALA.municipality.centre.lat, YALA.municipality.centre.lon)
    assert list(overlaps(polygons)) == []


@given(POSITIONS, POSITIONS)
def test_a_distance_is_the_same_both_ways_and_at_most_half_around_the_earth(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    assert distance_m(a, b) == pytest.approx(distance_m(b, a))
    assert distance_m(a, a) == 0
    assert 0 <= distance_m(a, b) < 20_020_000


def test_distances_are_metres() -> None:
    assert distance_m((13.7563, 100.5018), (18.7883, 98.9853)) == pytest.approx(582_000, rel=0.01)
    assert distance_m((6.5425, 101.28306), (6.5425, 101.28406)) == pytest.approx(110.5, abs=0.5)


def test_an_outline_that_crosses_itself_is_named() -> None:
    bow = {"type": "Polygon", "coordinates": [[(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)]]}
    flat = {"type": "Polygon", "coordinates": [[(0, 0), (1, 1), (2, 2), (0, 0)]]}
    assert why_invalid(square(0, 0, 1)) is None
    assert "Self-intersection" in str(why_invalid(bow))
    assert why_invalid(flat)


def test_the_shared_ground_is_a_share_of_the_smaller_community() -> None:
    pairs = list(overlaps({"big": square(0, 0, 2), "small": square(1.5, 0, 1), "far": square(9, 9, 1)}))
    assert pairs == [("big", "small", pytest.approx(0.5))]


def test_the_heavy_libraries_stay_away_until_they_are_asked() -> None:
    modules = "handlers.geography, handlers.working_days, handlers.municipality_folder"
    program = f"import sys, {modules}; print(*sorted({{'shapely', 'numpy', 'holidays'}} & set(sys.modules)))"
    root = Path(__file__).parents[2]
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=root)
    assert answer.stdout.strip() == ""

"""Where a position lies: in which community, inside the municipality at all, how far from another."""

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# shapely is imported where it is used: it costs 25 MB and nearly a second, which a web process that
# never asks for a community need not pay.

EARTH_RADIUS_M = 6_371_008.8

LatLon = tuple[float, float]
GeoJson = Mapping[str, Any]


def distance_m(a: LatLon, b: LatLon) -> float:
    """Metres along the earth's surface between two (latitude, longitude) positions."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    half_chord = (
        math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, half_chord)))


class CommunityMap:
    """The communities' polygons, ready for many questions; a position on a border belongs to the smaller one."""

    def __init__(self, polygons: Mapping[str, GeoJson]) -> None:
        import shapely

        shapes = {code: _shape(polygon) for code, polygon in polygons.items()}
        self._codes = sorted(shapes, key=lambda code: (shapes[code].area, code))
        self._shapes = [shapes[code] for code in self._codes]
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)

    def community_at(self, lat: float, lon: float) -> str | None:
        """The code of the community there; None outside all of them."""
        import shapely

        if not (math.isfinite(lat) and math.isfinite(lon)):
            return None
        hits = self._tree.query(shapely.Point(lon, lat), predicate="intersects")
        return self._codes[min(hits)] if len(hits) else None

    def inside(self, lat: float, lon: float) -> bool:
        """Whether any community holds the position."""
        return self.community_at(lat, lon) is not None


def why_invalid(polygon: GeoJson) -> str | None:
    """What is wrong with the polygon's outline, such as a side that crosses another; None when it is sound."""
    import shapely

    shape = _shape(polygon)
    if shape.is_valid and shape.area > 0:
        return None
    return str(shapely.is_valid_reason(shape)) if not shape.is_valid else "has no area"


def middle(polygon: GeoJson) -> LatLon:
    """A position inside the polygon, as (latitude, longitude)."""
    point = _shape(polygon).representative_point()
    return point.y, point.x


def overlaps(polygons: Mapping[str, GeoJson]) -> Iterator[tuple[str, str, float]]:
    """Pairs of polygons that share ground, with the share (0 to 1) of the smaller one that is shared."""
    import shapely

    if not polygons:
        return
    codes = list(polygons)
    shapes = [_shape(polygons[code]) for code in codes]
    for first, second in zip(*shapely.STRtree(shapes).query(shapes, predicate="intersects"), strict=True):
        if first < second:
            shared = shapes[first].intersection(shapes[second]).area
            if shared > 0:
                smaller = min(shapes[first].area, shapes[second].area)
                yield codes[first], codes[second], shared / smaller


def _shape(polygon: GeoJson) -> "BaseGeometry":
    from shapely.geometry import shape

    return shape(polygon)

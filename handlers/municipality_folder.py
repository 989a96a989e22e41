"""Reads a municipality's folder and writes it back; docs/municipality-folder.md explains every file and key."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from handlers.municipality_checks import mistakes_between_files
from handlers.municipality_mistakes import FILES, FolderMistake, FolderMistakes, mistake_of
from handlers.municipality_schema import MunicipalityFolder
from handlers.toml_text import toml_text

__all__ = ["FolderMistake", "FolderMistakes", "read_folder", "write_folder"]

REQUIRED = ("municipality", "departments", "topics", "holidays")
OPTIONAL = ("agencies", "communities")
LISTS = ("departments", "topics", "agencies", "communities")


def read_folder(path: Path) -> MunicipalityFolder:
    """Everything municipal that the folder says; raises FolderMistakes with all that is wrong in it."""
    if not path.is_dir():
        raise FolderMistakes([FolderMistake(path.name, "", "is not a folder")])
    reading = _Reading(path)
    reading.read_files()
    try:
        folder = MunicipalityFolder.model_validate(reading.parts)
    except ValidationError as refused:
        errors = (error for error in refused.errors() if error["loc"][0] not in reading.unreadable)
        found = (mistake_of(error, reading.parts) for error in errors)
        raise FolderMistakes([*reading.mistakes, *found]) from None
    if mistakes := [*reading.mistakes, *mistakes_between_files(folder)]:
        raise FolderMistakes(mistakes)
    return folder


def write_folder(folder: MunicipalityFolder, path: Path) -> None:
    """Writes what `read_folder` reads back as an equal folder; raises FolderMistakes if that could not be."""
    if mistakes := mistakes_between_files(folder):
        raise FolderMistakes(mistakes)
    texts = _texts(folder)
    for name, text in texts.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8", newline="\n")
    ours = {*FILES.values(), *(f"{FILES['wording']}/{file.name}" for file in _wording_files(path))}
    for stale in ours - texts.keys():
        if (path / stale).is_file():
            (path / stale).unlink()


def _texts(folder: MunicipalityFolder) -> dict[str, str]:
    """The files by name, such as `wording/greeting.th.j2`."""
    parts = folder.model_dump(exclude_none=True, exclude_defaults=True)
    features = [_feature(community) for community in parts.get("communities", ()) if "polygon" in community]
    texts = {
        FILES[part]: toml_text({part: parts[part]} if part in LISTS else parts[part])
        for part in (*REQUIRED, *OPTIONAL)
        if part in parts
    }
    if features:
        texts[FILES["polygons"]] = _collection_text(features)
    return texts | {f"{FILES['wording']}/{name}.j2": text for name, text in folder.wording.items()}


def _wording_files(path: Path) -> list[Path]:
    folder = path / FILES["wording"]
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _feature(community: dict[str, Any]) -> dict[str, Any]:
    """Takes the polygon out of the community: it is written to a file of its own, which map programs open."""
    properties = {"code": community["code"], "name": community["name"]}
    return {"type": "Feature", "properties": properties, "geometry": community.pop("polygon")}


def _collection_text(features: list[dict[str, Any]]) -> str:
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'


class _Reading:
    """One reading of a folder: the parts as written, and what could not be read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.parts: dict[str, Any] = {}
        self.mistakes: list[FolderMistake] = []
        self.unreadable: set[str] = set()

    def read_files(self) -> None:
        for part in (*REQUIRED, *OPTIONAL):
            self._read_toml(part)
        self._refuse_polygons_among_streets()
        self._read_polygons()
        self.parts["wording"] = dict(self._wording())
        self._refuse_unknown_files()

    def _read_toml(self, part: str) -> None:
        file = FILES[part]
        if not (self.path / file).is_file():
            if part in REQUIRED:
                self._cannot_read(part, file, "is missing")
            return
        try:
            table = tomllib.loads(self._text(file))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as refused:
            self._cannot_read(part, file, _syntax_reason(refused))
            return
        if part not in LISTS:
            self.parts[part] = table
            return
        for key in table.keys() - {part}:
            self.mistakes.append(FolderMistake(file, key, f"is not a known key, write [[{part}]]"))
        if part in table:
            self.parts[part] = table[part]

    def _read_polygons(self) -> None:
        file = FILES["polygons"]
        if not (self.path / file).is_file():
            return
        try:
            collection = json.loads(self._text(file))
            features = [(feature["properties"]["code"], feature["geometry"]) for feature in collection["features"]]
        except (ValueError, KeyError, TypeError) as refused:
            reason = "should be a GeoJSON FeatureCollection whose features have properties.code and geometry"
            self._cannot_read("polygons", file, _syntax_reason(refused) if isinstance(refused, ValueError) else reason)
            return
        self._join_polygons(features)

    def _join_polygons(self, features: list[tuple[Any, Any]]) -> None:
        file = FILES["polygons"]
        if "communities" in self.unreadable:
            return
        for code, geometry in features:
            named = [each for each in self._communities() if each.get("code") == code]
            if not named:
                self.mistakes.append(FolderMistake(file, str(code), f"is not a code of {FILES['communities']}"))
            elif "polygon" in named[0]:
                self.mistakes.append(FolderMistake(file, str(code), "has two polygons"))
            else:
                named[0]["polygon"] = geometry

    def _refuse_polygons_among_streets(self) -> None:
        for community in self._communities():
            if community.pop("polygon", None) is not None:
                key = f"{community.get('code')}.polygon"
                reason = f"belongs into {FILES['polygons']}"
                self.mistakes.append(FolderMistake(FILES["communities"], key, reason))

    def _communities(self) -> list[dict[str, Any]]:
        written = self.parts.get("communities")
        return [each for each in written if isinstance(each, dict)] if isinstance(written, list) else []

    def _wording(self) -> Iterator[tuple[str, str]]:
        for file in _wording_files(self.path):
            name = f"{FILES['wording']}/{file.name}"
            if file.suffix != ".j2":
                self.mistakes.append(FolderMistake(name, "", "should be named <message>.<language>.j2"))
                continue
            try:
                yield file.stem, self._text(name)
            except UnicodeDecodeError as refused:
                self.mistakes.append(FolderMistake(name, "", _syntax_reason(refused)))

    def _refuse_unknown_files(self) -> None:
        for file in sorted(self.path.iterdir()):
            known = file.name in FILES.values() or file.name.startswith((".", "README"))
            if not known:
                self.mistakes.append(FolderMistake(file.name, "", "is not a file of a municipality's folder"))

    def _text(self, file: str) -> str:
        # utf-8-sig: editors on Windows put a mark at the beginning that TOML and JSON refuse.
        return (self.path / file).read_text(encoding="utf-8-sig")

    def _cannot_read(self, part: str, file: str, reason: str) -> None:
        self.unreadable.add(part)
        self.mistakes.append(FolderMistake(file, "", reason))


def _syntax_reason(refused: Exception) -> str:
    if isinstance(refused, UnicodeDecodeError):
        return "is not UTF-8 text"
    return str(refused)

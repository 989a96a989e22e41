"""What the tests of pages may use."""

from pathlib import Path

import pytest

from tests.office import Office, make_office


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Office:
    """Two municipalities on SQLite; what depends on the engine is tested in tests/db."""
    return make_office(sqlite_url, tmp_path / "attachments")

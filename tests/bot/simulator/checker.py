"""The checker that stands beside LINE's own API description, where LINE_OPENAPI names that folder."""

import functools
import importlib.util
import os
from pathlib import Path
from types import ModuleType


@functools.cache
def load_checker() -> ModuleType:
    path = Path(os.environ["LINE_OPENAPI"]) / "check_bodies.py"
    checker_spec = importlib.util.spec_from_file_location("check_bodies", path)
    checker = importlib.util.module_from_spec(checker_spec)
    checker_spec.loader.exec_module(checker)
    return checker

"""The model by which this process understands messages: one that was installed, else the committed one."""

from pathlib import Path

from nlp.model import Model, committed_model, read_model

_installed: Model | None = None


def model_in_force() -> Model:
    return _installed or committed_model()


def use_model(file: Path | None) -> None:
    """Understands by the model of this file from now on, or (None) by the committed one.

    Raises OSError, ValueError or KeyError for a file that is no model for this release; the one in force then stays.
    """
    global _installed
    _installed = read_model(file) if file else None


def committed_version() -> str:
    """The version of the model that ships with this release."""
    return committed_model().version

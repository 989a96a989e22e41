"""Keeps a process on the model that is in force: the one that `nlp train` installed last, else the committed one."""

import logging
from pathlib import Path
from zipfile import BadZipFile

import nlp
from db import Database
from handlers.learning import model_file

log = logging.getLogger("siang.model")


class InstalledModel:
    """Asks the database now and then; a change is followed without a new start."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database, self._folder = database, folder
        self._file: Path | None = None

    def follow(self) -> None:
        """Takes the model in force where it has changed; a file that is no model leaves the one that is used."""
        with self._database.reading() as session:
            file = model_file(session, self._folder, nlp.committed_version())
        if file == self._file:
            return
        self._file = file  # also when it cannot be read: it is not tried again every few seconds
        try:
            nlp.use_model(file)
        except (OSError, ValueError, KeyError, BadZipFile) as failure:
            log.error("%s cannot be used: %s", file, type(failure).__name__)
        else:
            log.info("messages are understood by the model %s", file.stem if file else nlp.committed_version())

"""A LINE platform for development, demonstrations and tests, with a chat page.

It knows nothing of the application beside its webhook address. Importing this package is cheap: the parts
that validate need LINE's SDK, which takes seconds, and are imported when a simulator is made.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

    from .server import Server


def create_simulator(**options: Any) -> "Flask":
    """The simulator as a WSGI application; the options are those of `app.create_simulator`."""
    from .app import create_simulator

    return create_simulator(**options)


def serve_in_thread(port: int = 0, **options: Any) -> "Server":
    """A running simulator on a free port (or `port`): `.url` is its address, `.stop()` ends it."""
    from .server import Server

    app = create_simulator(**options)
    return Server(app, port=port, on_stop=app.extensions["platform"].deliveries.stop).start()

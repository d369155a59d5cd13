"""The product as it runs, for a browser: pages served over a real connection, and a worker that works when asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import TYPE_CHECKING

from flask import Flask
from flask_babel import force_locale, gettext
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.journeys.company import let_the_worker_work
from tests.world import World

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class _Quiet(WSGIRequestHandler):
    """Serves without writing a line for each request, over connections that are kept."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Running:
    """Where it runs, the world in it, its words in either language, and which pages axe has looked at."""

    app: Flask
    url: str
    world: World
    looked_at: set[str] = field(default_factory=set)

    def words(self, language: str) -> Callable[..., str]:
        """Return what words a message of ours in this language."""

        def say(message: str, **params: object) -> str:
            with self.app.test_request_context(), force_locale(language):
                return str(gettext(message, **params))

        return say

    def the_worker_works(self) -> None:
        """Let the worker do what there is to do."""
        let_the_worker_work(self.app)


@contextmanager
def served(app: WSGIApplication) -> Iterator[str]:
    """Serve the application on a port of its own; gives the address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

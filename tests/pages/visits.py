"""The cast at their browsers: each has one, signed in once, and every visit can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection

from app.extensions import db, limiter
from tests.pages.cast import VISITOR
from tests.pages.gathering import Gathering
from tests.sign_in import begin_session


@dataclass
class Visits:
    """Browsers by the name of who sits at them."""

    app: Flask
    gathering: Gathering
    connection: Connection
    _browsers: dict[str, FlaskClient] = field(default_factory=dict)

    def browser(self, name: str) -> FlaskClient:
        """Return the browser of one of the cast."""
        if name not in self._browsers:
            self._browsers[name] = self.app.test_client()
            if name != VISITOR:
                begin_session(self._browsers[name], self.gathering.session_keys[name])
        return self._browsers[name]

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Take back whatever the visits of this block changed, their sessions too."""
        db.session.remove()
        limiter.reset()
        self.connection.exec_driver_sql("SAVEPOINT visit")
        try:
            yield
        finally:
            db.session.remove()
            self.connection.exec_driver_sql("ROLLBACK TO SAVEPOINT visit")
            # Going back to a savepoint does not end it: the next would lie within, and PostgreSQL keep locks for each.
            self.connection.exec_driver_sql("RELEASE SAVEPOINT visit")
            self._browsers.clear()

    def get(self, name: str, address: str, **request: Any) -> Any:
        """Open a page as one of the cast."""
        return self.browser(name).get(address, **request)

    def post(self, name: str, address: str, **request: Any) -> Any:
        """Send a form as one of the cast, and take back what it changed."""
        with self.undone():
            return self.browser(name).post(address, **request)

"""What every test run starts with: which database, and the fixtures of the application unless only pure rules run."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler.loadscope import LoadScopeScheduling

_TESTS = Path(__file__).parent
# Rules and criteria are tested without the application, in milliseconds; not even its import is paid for.
_PURE = (_TESTS / "rubrics", _TESTS / "workflows")
# What takes longest begins first, so that no process is left with it alone at the end.
_PAGES = _TESTS / "pages"
_LONGEST = [_TESTS / "app" / "cli" / "test_launcher.py", _PAGES, _TESTS / "journeys", _TESTS / "browser"]
_LONGEST += [_TESTS / "app" / name for name in ("demo", "tasks", "cli")]

pytest.register_assert_rewrite("tests.with_app", "tests.with_pages", "tests.with_processes")
settings.register_profile("share", max_examples=40, deadline=None, derandomize=True)
settings.register_profile("proof", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("proof" if os.environ.get("LERTRAT_PROOF") else "share")


def pytest_configure(config: pytest.Config) -> None:
    """Load the application's fixtures where a test may ask for them; collect garbage seldom, there is little of it."""
    gc.set_threshold(50_000, 20, 20)
    if not all(_is_pure(argument, config) for argument in config.args):
        config.pluginmanager.import_plugin("tests.with_app")


class InOneProcess(LoadScopeScheduling):  # type: ignore[misc]  # its package has no types
    """The tests of a file stay in one process, and so do those which share what is dear to arrange."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", maxsplit=1)[0]
        return _PAGES.name if (_TESTS.parent / file).is_relative_to(_PAGES) else file


@pytest.hookimpl(optionalhook=True)  # without several processes nobody asks
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> InOneProcess:
    """Deal the tests out by what they share."""
    return InOneProcess(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser, and what asks for no database and so need not run a second time on another one."""
    for item in items:
        if item.path.is_relative_to(_TESTS / "browser"):
            item.add_marker("browser")
        if "databases" not in getattr(item, "fixturenames", ()):
            item.add_marker("once")
    items.sort(key=_begins)


@pytest.fixture(scope="session")
def is_proof() -> bool:
    """Say whether the long tests run in full size (`make proof`) or as a small share (`make test`)."""
    return bool(os.environ.get("LERTRAT_PROOF"))


def _begins(item: pytest.Item) -> int:
    places = (place for place, path in enumerate(_LONGEST) if item.path.is_relative_to(path))
    return next(places, len(_LONGEST))


def _is_pure(argument: str, config: pytest.Config) -> bool:
    path = (config.invocation_params.dir / argument.split("::", maxsplit=1)[0]).resolve()
    return any(path.is_relative_to(pure) for pure in _PURE)

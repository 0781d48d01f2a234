"""What every test may use."""

import os
import pathlib
import shutil
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.longest import place

ROOT = pathlib.Path(__file__).resolve().parent.parent
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# How fast the machine is says nothing about the product.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    """One folder for the databases that all processes of this run copy (tests/serving.py)."""
    if not hasattr(config, "workerinput"):
        made = os.environ["PREPARED_DATABASES"] = tempfile.mkdtemp(prefix="samenspel-prepared-")
        config.add_cleanup(lambda: shutil.rmtree(made, ignore_errors=True))


@pytest.fixture(scope="session")
def root() -> pathlib.Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def long() -> bool:
    """Whether the long forms of the bars were asked for (SAMENSPEL_LONG=1)."""
    return os.environ.get("SAMENSPEL_LONG") == "1"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """The PostgreSQL of a run goes away as a whole; the writer threads of rooms may still hold on to its databases."""
    return django_db_keepdb or os.environ.get("DATABASE") == "postgresql"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """The databases, without refilling tables of permissions after every test: nothing of ours reads those."""
    from django.contrib.contenttypes.management import create_contenttypes
    from django.db.models.signals import post_migrate

    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)


@pytest.fixture(scope="session", autouse=True)
def static_files_listed_once() -> Iterator[None]:
    """Every new test client builds the middleware; the static files need looking up for the first one only."""
    from servestatic.middleware import ServeStaticMiddleware

    look = ServeStaticMiddleware.add_files_from_finders
    found: list[tuple[dict[str, object], list[object]]] = []

    def add(self: ServeStaticMiddleware) -> None:
        if not found:
            look(self)
            found.append((dict(self.files), list(self.directories)))
        self.files.update(found[0][0])
        self.directories[:] = found[0][1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ServeStaticMiddleware, "add_files_from_finders", add)
        yield


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Whatever drives a browser is called so, wherever it stands: it runs apart from the rest (see Makefile).

    Beside each other, the files that take longest begin first.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("e2e")
    yield
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: place(item.nodeid))


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: a third of the time tests wait, for a clock or for another program."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + 1


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """One Chromium for the whole run; each test opens its own contexts in it."""
    from playwright.sync_api import sync_playwright

    # Playwright's own loop makes Django think that we are inside asynchronous code; we are not.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()

"""What most page tests of this app begin with: a small city, and the officer who issues letters there, signed in.

And what those need that run worker processes: the tests' database, and a broker, as a process of its own names them.
"""

import os

import pytest
from celery import Celery
from django.conf import settings as project
from django.db import connection

from directives.tests.officer import SmallCity


@pytest.fixture
def small(media_root):
    """A department that issues, units it writes to, and their people."""
    return SmallCity()


@pytest.fixture
def officer(client, small):
    """A browser with the department's officer signed in."""
    client.force_login(small.officer)
    return client


def database_url() -> str:
    """The database of the tests, as a process of its own names it."""
    to = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{to['NAME']}"
    return f"postgres://{to['USER']}:{to['PASSWORD']}@{to['HOST']}:{to['PORT']}/{to['NAME']}"


@pytest.fixture
def worker_env(tmp_path) -> dict[str, str]:
    """A product of its own with the tests' database: no mail server, the broker of this run."""
    (tmp_path / "tmp").mkdir()
    more = {"PORTAL_VAR_DIR": str(tmp_path), "TMPDIR": str(tmp_path / "tmp"), "DATABASE_URL": database_url()}
    if project.TEST_REDIS_URL:
        more["REDIS_URL"] = project.TEST_REDIS_URL
    kept = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "DJANGO_SETTINGS_MODULE")}
    return kept | more | {"DJANGO_SETTINGS_MODULE": "campaign_portal.settings"}


@pytest.fixture
def beat(tmp_path) -> Celery:
    """What beat is to the worker: somebody who puts messages into its broker."""
    app = Celery("beat", set_as_current=False, broker=project.TEST_REDIS_URL or "filesystem://localhost")
    if not project.TEST_REDIS_URL:
        for folder in ("msg", "ctl"):
            (tmp_path / "broker" / folder).mkdir(parents=True)
        app.conf.broker_transport_options = {
            "data_folder_in": str(tmp_path / "broker/msg"),
            "data_folder_out": str(tmp_path / "broker/msg"),
            "control_folder": str(tmp_path / "broker/ctl"),
        }
    yield app
    app.close()

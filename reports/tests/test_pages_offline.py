"""For times without a connection: what the worker is given to keep, and the ticket with which a page sends later."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from reports.tests.reading import as_person
from reports.views import offline
from units.tests.factories import local

NOW = local("2024-11-14 08:00")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def about(client) -> dict:
    """What stands in front of the worker's script."""
    text = client.get(reverse("reports:worker-file")).content.decode()
    return json.loads(re.match(r"const PORTAL = (.*);\n", text)[1])


# --- The worker -------------------------------------------------------------------------------------------------------
def test_the_worker_stands_at_the_root_and_is_asked_for_anew_each_time(client):
    response = client.get("/worker.js")
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert {"no-cache", "no-store"} <= {each.strip() for each in response["Cache-Control"].split(",")}
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert response.content.decode().endswith(Path(finders.find("js/worker.js")).read_text("utf-8"))


def test_everything_it_keeps_is_there_and_none_of_it_is_a_page_but_the_neutral_one(client):
    kept = about(client)
    assert kept["page"] == "/offline/"
    names = [address.removeprefix("/static/") for address in kept["files"]]
    assert [name for name in names if not finders.find(name)] == []
    assert {name.rsplit(".", 1)[1] for name in names} == {"css", "js", "svg", "woff2"}
    assert "js/worker.js" not in names


def test_its_version_changes_with_the_page_and_with_the_name_of_a_file_and_else_stays(client, cast, monkeypatch):
    first = about(client)["version"]
    as_person(client, cast.focal)
    assert about(client)["version"] == first
    monkeypatch.setattr(offline, "page", lambda: "other words")
    second = about(client)["version"]
    monkeypatch.setattr(offline, "static", lambda name: f"/static/new.{name}")
    assert len({first, second, about(client)["version"]}) == 3


# --- The neutral page -------------------------------------------------------------------------------------------------
def test_the_page_is_the_same_for_everybody(client, cast):
    for_strangers = client.get("/offline/").content
    assert as_person(client, cast.focal).get("/offline/").content == for_strangers
    assert "Chưa kết nối được." in for_strangers.decode()
    assert "csrfmiddlewaretoken" not in for_strangers.decode()
    assert "data-person" not in for_strangers.decode()


# --- The ticket -------------------------------------------------------------------------------------------------------
def test_the_ticket_names_who_is_signed_in_and_is_kept_nowhere(client, cast):
    assert client.get(reverse("reports:ticket")).json()["person"] == ""
    response = as_person(client, cast.focal).get(reverse("reports:ticket"))
    assert response.json()["person"] == str(cast.focal.pk)
    assert "no-store" in response["Cache-Control"]


def test_its_token_holds_for_a_page_opened_before_a_new_sign_in(cast):
    strict = Client(enforce_csrf_checks=True)
    place = reverse("reports:action-draft", args=[cast.obligation().pk])
    strict.force_login(cast.focal)
    old = strict.get(reverse("reports:ticket")).json()["token"]
    strict.cookies.pop("csrftoken")  # as signing in makes a new one
    fresh = strict.get(reverse("reports:ticket")).json()["token"]
    statuses = [strict.post(place, {"csrfmiddlewaretoken": each}).status_code for each in (old, fresh)]
    assert statuses == [403, 200]

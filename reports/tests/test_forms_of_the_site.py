"""Every form of the site: the page itself says what is missing, never the browser's own bubble in its own language."""

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from .site.arguments import arguments
from .site.matrix import matrix
from .site.walk import body
from .site.world import PERSONS, World, make_world

pytestmark = pytest.mark.django_db
CHECKED_TYPES = ("email", "url", "number", "date", "datetime-local", "month", "week", "time")
CHECKED_BY = ("required", "pattern", "minlength", "min", "max", "step")
NOT_OURS = ("mfa_", "socialaccount_")
"""Pages of packages that no link of the portal leads to, or that stand behind a second sign-in."""


class Forms(HTMLParser):
    """The forms of a page: how each begins, and the fields a browser would check in it."""

    def __init__(self):
        super().__init__()
        self.forms: list[tuple[dict, list[str]]] = []
        self.by_id: dict[str, list[str]] = {}
        self.is_open = False

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.is_open = True
            self.forms.append((given, self.by_id.setdefault(given.get("id", str(len(self.forms))), [])))
        elif tag in ("input", "textarea", "select") and is_checked(given):
            if "form" in given:
                self.by_id.setdefault(given["form"], []).append(given.get("name", ""))
            elif self.is_open:
                self.forms[-1][1].append(given.get("name", ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_open = False


def is_checked(given: dict) -> bool:
    """Whether a browser may refuse to send what stands in the field."""
    return given.get("type") in CHECKED_TYPES or any(name in given for name in CHECKED_BY)


def asked(html: str) -> list[str]:
    """The fields that a form of the page sends to be kept, and that may not stay empty."""
    page = Forms()
    page.feed(html)
    return [name for given, names in page.forms if given.get("method") == "post" for name in names]


def bubbling(html: str) -> list[str]:
    """The fields for which a browser would open a bubble of its own."""
    page = Forms()
    page.feed(html)
    return [name for given, names in page.forms if "novalidate" not in given for name in names]


@pytest.fixture
def world() -> World:
    return make_world()


def shown_to(person: str, method: str) -> list[str]:
    seat = PERSONS.index(person)
    return [name for name, verdicts in matrix().items() if verdicts[method].split()[seat] == "200"]


def ask(world: World, person: str, method: str, name: str) -> str:
    client = Client()
    if user := world.person(person):
        client.force_login(user)
    data = {"csrfmiddlewaretoken": "sent by every browser"} if method == "post" else {}
    return body(getattr(client, method)(reverse(name, args=arguments(name, world)), data))


@pytest.mark.parametrize("person", ["anonymous", "focal", "officer", "administrator"])
def test_no_form_lets_the_browser_speak(world, person):
    names = [name for name in shown_to(person, "get") if not name.endswith("file") and name != "ground:style"]
    assert len(names) > 10
    found = {name: fields for name in names if (fields := bubbling(ask(world, person, "get", name)))}
    sent = {name: fields for name in shown_to(person, "post") if (fields := bubbling(ask(world, person, "post", name)))}
    assert (found, sent) == ({}, {})


def test_the_form_of_an_action_holds_fields_a_browser_would_check_and_does_not_let_it(world):
    html = ask(world, "focal", "post", "reports:action-new")
    assert bubbling(html) == []
    assert {"channel", "description"} & set(bubbling(html.replace("novalidate", "")))


@pytest.mark.parametrize("person", ["anonymous", "focal", "officer"])
def test_what_is_sent_empty_comes_back_with_a_summary_of_what_is_missing(world, person):
    silent = []
    for name in shown_to(person, "post"):
        html = ask(world, person, "post", name)
        if asked(html) and 'class="error-summary"' not in html and not name.startswith(NOT_OURS):
            silent.append(name)
    assert silent == []


@pytest.mark.parametrize(
    ("html", "fields"),
    [
        ('<form><input name="a" required></form>', ["a"]),
        ('<form><input name="a" type="email"></form>', ["a"]),
        ('<form id="f"></form><input form="f" name="a" required>', ["a"]),
        ('<form novalidate><input name="a" required></form>', []),
        ('<form><input name="q" type="search"></form>', []),
        ('<input name="a" required>', []),
    ],
)
def test_a_field_the_browser_would_check_is_found(html, fields):
    assert bubbling(html) == fields

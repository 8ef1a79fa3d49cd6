"""Every URL, asked for by everyone, GET and POST: the status, and that no answer names what the person may not know."""

import pytest
from django.contrib import admin
from django.urls import reverse

from .site.arguments import arguments
from .site.matrix import matrix
from .site.urls import url_names
from .site.walk import ask, body, leaks, verdict, walk
from .site.world import PERSONS

pytestmark = pytest.mark.django_db
MATRIX = matrix()


def test_every_url_has_a_row_and_every_row_a_url():
    assert {name for name in url_names() if not name.startswith("unnamed social/")} == set(MATRIX)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", MATRIX)
def test_each_gets_the_answer_that_is_theirs(world, name, method):
    verdicts, leaked = walk(world, method, name, arguments(name, world), {})
    assert (verdicts, leaked) == (MATRIX[name][method], {})


@pytest.mark.parametrize("model", [model._meta.label for model in admin.site._registry])
def test_the_admin_is_for_administrators(world, model):
    """An administrator without rights to a table is refused; everyone else is led to sign in, and learns nothing."""
    app, name = model.lower().split(".")
    page = f"admin:{app}_{name}_changelist"
    for person in PERSONS:
        response = ask(world, person, "get", page, (), {})
        assert leaks(person, body(response)) == []
        assert verdict(response) in (("302", "login") if person != "administrator" else ("403",))


@pytest.mark.parametrize("person", [name for name in PERSONS if name not in ("officer", "administrator")])
def test_a_search_and_a_filter_give_no_one_away(world, person):
    """The names a list may not show do not come back through its query either."""
    for name, query in [
        ("units:unit-list", {"q": "Phòng Văn hóa"}),
        ("units:person-list", {"q": "daumoi"}),
        ("reports:reviews", {"unit": world.cast.o_mon.pk}),
        ("directives:list", {"q": "bản nháp"}),
    ]:
        response = ask(world, person, "get", name, (), query)
        echoed = {word for word in query.values() if isinstance(word, str)}
        assert [word for word in leaks(person, body(response)) if word not in echoed] == [], name


def test_keys_that_do_not_exist_are_answered_like_those_of_strangers(world):
    for name in ("reports:delivery", "reports:obligation", "directives:detail", "units:unit-detail"):
        for key in (0, 999_999):
            for person in PERSONS[1:]:
                assert verdict(ask(world, person, "get", name, (key,), {})) == "404", (name, person)


def test_a_letter_that_is_not_yet_issued_cannot_be_told_from_one_that_is_not_there(world):
    client_pages = [ask(world, "focal", "get", "directives:detail", (key,), {}) for key in (world.draft.pk, 999_999)]
    assert [page.status_code for page in client_pages] == [404, 404]
    assert reverse("directives:detail", args=[world.draft.pk]) not in body(client_pages[0])

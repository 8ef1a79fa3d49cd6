"""What every response says to the browser."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, JsonResponse
from django.test import RequestFactory

from campaign_portal.lib.middleware import CONTENT_SECURITY_POLICY, SecurityHeaders

SIGN_IN = "/accounts/login/"


def answer(response: HttpResponse, user=None) -> HttpResponse:
    """The response after the middleware; without a user, as if an earlier middleware had answered."""
    request = RequestFactory().get("/")
    if user is not None:
        request.user = user
    return SecurityHeaders(lambda request: response)(request)


@pytest.fixture
def person(django_user_model):
    return django_user_model(pk=1, email="a@so.example", full_name="An")


def test_the_policy_lets_nothing_in_from_elsewhere():
    assert CONTENT_SECURITY_POLICY == (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("path", [SIGN_IN, "/no/such/page/", "/accounts/login", "/static/no-such.css", "/admin/"])
def test_every_response_carries_the_headers(client, path):
    response = client.get(path)
    assert {name: response.headers[name] for name in ("Content-Security-Policy", "X-Content-Type-Options")} == {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "X-Content-Type-Options": "nosniff",
    }
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert "geolocation=()" in response.headers["Permissions-Policy"]


def test_a_view_may_be_stricter():
    response = HttpResponse(headers={"Content-Security-Policy": "sandbox; default-src 'none'"})
    assert answer(response).headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_signed_in_page_is_kept_by_no_cache(person):
    assert answer(HttpResponse("x"), person).headers["Cache-Control"] == "private, no-store"


def test_a_laxer_rule_of_a_page_does_not_stand(person):
    response = HttpResponse("x", headers={"Cache-Control": "public, max-age=600"})
    assert answer(response, person).headers["Cache-Control"] == "private, no-store"


def test_data_and_files_keep_their_own_rule(person):
    response = JsonResponse({}, headers={"Cache-Control": "private, max-age=60"})
    assert answer(response, person).headers["Cache-Control"] == "private, max-age=60"


@pytest.mark.parametrize("user", [None, AnonymousUser()])
def test_a_public_page_may_be_cached(user):
    assert "Cache-Control" not in answer(HttpResponse("x"), user).headers


@pytest.mark.django_db
def test_a_signed_in_page_of_the_site_is_kept_by_no_cache(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("an@so.example", full_name="An"))
    assert client.get("/accounts/email/").headers["Cache-Control"] == "private, no-store"

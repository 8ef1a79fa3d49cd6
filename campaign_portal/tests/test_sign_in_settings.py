"""The doors of the site: one way in, locked after wrong passwords, no self-service sign-up."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

SIGN_IN = "/accounts/login/"
PASSWORD = "mot-mat-khau-dai"


@pytest.fixture
def person(django_user_model):
    user = django_user_model(email="lan@so.example", full_name="Nguyễn Thị Lan")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, password: str, **extra) -> bool:
    client.post(SIGN_IN, {"login": "lan@so.example", "password": password}, **extra)
    return "_auth_user_id" in client.session


def test_a_person_signs_in_with_address_and_password(client, person):
    response = client.post(SIGN_IN, {"login": "LAN@so.example", "password": PASSWORD})
    assert (response.status_code, response.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_wrong_password_does_not_sign_in(client, person):
    assert sign_in(client, "sai") is False


def test_after_five_wrong_passwords_the_right_one_is_refused_from_there_only(settings, client, person):
    settings.AXES_ENABLED = True
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": None}
    for _ in range(5):
        assert sign_in(client, "sai") is False
    refused = client.post(SIGN_IN, {"login": "lan@so.example", "password": PASSWORD})
    assert refused.status_code == 429
    assert "_auth_user_id" not in client.session
    assert sign_in(Client(), PASSWORD, REMOTE_ADDR="10.0.0.9") is True


def test_four_wrong_passwords_are_forgiven(settings, client, person):
    settings.AXES_ENABLED = True
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": None}
    for _ in range(4):
        assert sign_in(client, "sai") is False
    assert sign_in(client, PASSWORD) is True


def test_a_forged_forwarding_header_does_not_unlock(settings, client, person):
    settings.AXES_ENABLED = True
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": None}
    for number in range(5):
        sign_in(client, "sai", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")
    assert sign_in(client, PASSWORD, HTTP_X_FORWARDED_FOR="10.0.0.99") is False


def test_nobody_signs_up_by_themselves(client, django_user_model):
    client.post(
        "/accounts/signup/",
        {"email": "la@nguoi.example", "password1": PASSWORD, "password2": PASSWORD, "full_name": "X"},
    )
    assert list(django_user_model.objects.filter(email="la@nguoi.example")) == []


def test_the_admin_sends_strangers_to_the_one_sign_in_page(client):
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith(SIGN_IN)
    assert "next=/admin/" in response.redirect_chain[-1][0].replace("%2F", "/")


def test_a_person_without_staff_rights_stays_out_of_the_admin(client, person):
    client.force_login(person)
    assert client.get("/admin/login/").status_code == 403


def test_passwords_are_hashed_with_argon2_outside_the_tests():
    from campaign_portal import settings as product

    assert product.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"

"""Zalo Notification Service, against a fake of its HTTP interface: sending, tokens, and what its codes mean."""

import json
import logging
from dataclasses import replace

import pytest
from django.contrib import admin
from django.db.utils import OperationalError

from directives.models import Preference, ZaloToken
from directives.reminders.channels import Outgoing, switched_on
from directives.reminders.channels.zalo import ZaloChannel, codes
from directives.reminders.channels.zalo.channel import template_data
from directives.reminders.channels.zalo.phones import mobile
from directives.reminders.channels.zalo.token import CLAIM, Renewing, access_token, replaced
from directives.tests.gateway import gateway
from units.models import User
from units.tests.factories import local, make_user

pytestmark = pytest.mark.django_db
NOW, TOMORROW = local("2024-11-13 08:00"), local("2024-11-14 09:00")
PERSON = User(email="an@so.example", full_name="Nguyễn Văn An", phone="0912 345 678")
WORDS = Outgoing(
    person=PERSON,
    address="84912345678",
    message_id="<person1-zalo-0@portal.example>",
    subject="Còn 7 ngày: 2 việc của Sở",
    text="Kính gửi anh An",
    html="",
    link="https://portal.example/my-work/",
    sent_at=NOW,
)
SENT = {"error": 0, "message": "Success", "data": {"msg_id": "a1", "sent_time": "1731459600000"}}
SECRETS = ("bi-mat-ung-dung", "lam-moi-0", "lam-moi-1", "truy-cap-1", "truy-cap-2", "lam-moi-2")


def said(content, status: int = 200) -> tuple[int, bytes]:
    return status, json.dumps(content).encode()


def granted(number: int, seconds="90000") -> tuple[int, bytes]:
    """Zalo's answer to a refresh: the seconds come as text."""
    tokens = {"access_token": f"truy-cap-{number}", "refresh_token": f"lam-moi-{number}", "expires_in": seconds}
    return said(tokens)


@pytest.fixture
def zalo(settings):
    settings.ZALO_APP_ID, settings.ZALO_APP_SECRET = "123", "bi-mat-ung-dung"
    settings.ZALO_REFRESH_TOKEN, settings.ZALO_TEMPLATE_ID = "lam-moi-0", "7895417"
    with gateway() as server:
        server.usual = said(SENT)
        settings.ZALO_API_URL = settings.ZALO_OAUTH_URL = server.url
        yield server


def send(message: Outgoing = WORDS) -> None:
    with ZaloChannel().opened() as give:
        give(message)


def failure(message: Outgoing = WORDS):
    with pytest.raises((OSError, codes.Refusal, ValueError)) as caught:
        send(message)
    return ZaloChannel().judge(caught.value)


def kept() -> tuple[str, str, object, object]:
    return ZaloToken.objects.values_list("access_token", "refresh_token", "expires_at", "claimed_at").get()


# --- What goes out ----------------------------------------------------------------------------------------------------
def test_the_first_message_trades_the_grant_for_a_token_and_sends_the_template(zalo):
    zalo.answers = [granted(1)]
    send()
    renewal, message = zalo.requests
    assert renewal.path == "/v4/oa/access_token"
    assert renewal.headers["secret_key"] == "bi-mat-ung-dung"
    assert renewal.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert renewal.form == {"refresh_token": "lam-moi-0", "app_id": "123", "grant_type": "refresh_token"}
    assert (message.path, message.headers["access_token"]) == ("/message/template", "truy-cap-1")
    assert message.json == {
        "phone": "84912345678",
        "template_id": "7895417",
        "template_data": {
            "ten": "Nguyễn Văn An",
            "noi_dung": "Còn 7 ngày: 2 việc của Sở",
            "ngay": "08:00 ngày 13/11/2024",
            "duong_dan": "https://portal.example/my-work/",
        },
        "tracking_id": "person1-zalo-0@portal.example",
    }


def test_long_names_and_subjects_are_cut_to_what_zalo_takes():
    person = User(full_name="N" * 120)
    data = template_data(replace(WORDS, person=person, subject="x" * 300))
    assert (len(data["ten"]), len(data["noi_dung"])) == (30, 200)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0912 345 678", "84912345678"),
        ("+84 912.345.678", "84912345678"),
        ("84912345678", "84912345678"),
        ("912345678", "84912345678"),
        ("0849123456", "84849123456"),  # a mobile number of the 084 prefix
        ("849123456", "84849123456"),
        ("0292 3820 536", ""),  # a telephone on a desk
        ("0912 345 67", ""),
        ("0912 345 6789", ""),
        ("012 345 6789", ""),
        ("113", ""),
        ("", ""),
        ("không có", ""),
    ],
)
def test_numbers_are_written_as_zalo_wants_them(typed, number):
    assert mobile(typed) == number


def test_the_number_given_for_zalo_comes_before_the_offices():
    person = make_user(phone="0912 345 678")
    Preference.objects.create(person=person, zalo_phone="0987 654 321", changed_at=NOW)
    assert ZaloChannel().address_of(person) == ("84987654321", "")


@pytest.mark.parametrize(
    ("phone", "why"),
    [
        ("", "Nguyễn Văn An chưa có số điện thoại để nhận Zalo."),
        ("0292 3820 536", "0292 3820 536 của Nguyễn Văn An không phải số di động nên không nhận được Zalo."),
    ],
)
def test_who_has_no_mobile_number_is_not_reached_and_the_officer_reads_why(phone, why):
    assert ZaloChannel().address_of(User(full_name="Nguyễn Văn An", phone=phone)) == ("", why)


# --- Tokens -----------------------------------------------------------------------------------------------------------
def test_a_token_is_used_until_five_minutes_before_its_end(zalo):
    zalo.answers = [granted(1, "3600")]
    assert access_token(now=NOW) == "truy-cap-1"
    assert access_token(now=local("2024-11-13 08:54")) == "truy-cap-1"
    zalo.answers = [granted(2)]
    assert access_token(now=local("2024-11-13 08:55")) == "truy-cap-2"
    assert zalo.requests[1].form["refresh_token"] == "lam-moi-1"
    assert kept() == ("truy-cap-2", "lam-moi-2", local("2024-11-14 09:55"), None)


def test_a_token_that_zalo_refuses_is_renewed_once_and_the_message_goes(zalo):
    zalo.answers = [granted(1), said({"error": -124, "message": "Access token invalid"}), granted(2), said(SENT)]
    send()
    paths = [request.path for request in zalo.requests]
    assert paths == ["/v4/oa/access_token", "/message/template"] * 2
    assert zalo.requests[3].headers["access_token"] == "truy-cap-2"


@pytest.mark.parametrize("refusal", [said({"error": -216}), said({"error": -220}), said({}, 401)])
def test_a_token_refused_again_is_about_the_server(zalo, refusal):
    zalo.answers = [granted(1), refusal, granted(2), refusal]
    found = failure()
    assert found[:2] == (True, True)
    assert found.words.startswith("Zalo không nhận mã truy cập. Hãy cấp quyền lại và đặt ZALO_REFRESH_TOKEN. (-")
    assert len(zalo.requests) == 4


def test_a_token_that_another_process_has_renewed_is_taken_as_it_is(zalo):
    zalo.answers = [granted(1)]
    access_token(now=NOW)
    assert replaced("truy-cap-cu", now=NOW) == "truy-cap-1"
    assert len(zalo.requests) == 1


def test_while_one_process_renews_the_others_wait_for_the_next_run(zalo):
    zalo.answers = [granted(1)]
    access_token(now=NOW)
    ZaloToken.objects.update(claimed_at=TOMORROW, expires_at=NOW)
    with pytest.raises(Renewing):
        access_token(now=TOMORROW)
    assert ZaloChannel().judge(Renewing("x"))[:2] == (True, True)
    assert len(zalo.requests) == 1


def test_a_claim_of_a_process_that_died_lapses(zalo):
    zalo.answers = [granted(1), granted(2)]
    access_token(now=NOW)
    ZaloToken.objects.update(claimed_at=TOMORROW, expires_at=NOW)
    with pytest.raises(Renewing):
        access_token(now=TOMORROW + CLAIM)
    assert access_token(now=TOMORROW + CLAIM * 1.01) == "truy-cap-2"


@pytest.mark.parametrize(
    "answer",
    [
        said({"error": -14020, "error_name": "Invalid refresh token"}),
        said({"error": -14020, "error_name": "Invalid refresh token"}, 400),
    ],
)
def test_a_grant_that_is_worn_out_tells_the_office_what_to_do(zalo, answer):
    zalo.answers = [answer]
    assert failure() == (
        True,
        True,
        "Mã làm mới của Zalo đã hết hạn hoặc đã dùng. Hãy cấp quyền lại và đặt ZALO_REFRESH_TOKEN. (-14020)",
    )
    assert kept() == ("", "lam-moi-0", NOW, None)


def test_a_new_grant_in_the_settings_replaces_what_was_kept(zalo, settings):
    zalo.answers = [granted(1), granted(2)]
    access_token(now=NOW)
    settings.ZALO_REFRESH_TOKEN = "cap-lai"
    assert access_token(now=NOW) == "truy-cap-2"
    assert [request.form["refresh_token"] for request in zalo.requests] == ["lam-moi-0", "cap-lai"]


@pytest.mark.parametrize("answer", [(200, b"<html>"), (502, b""), (200, b"[]"), said({"access_token": "x"})])
def test_an_answer_that_is_no_token_keeps_what_there_was(zalo, answer):
    zalo.answers = [answer]
    failure()
    assert kept() == ("", "lam-moi-0", NOW, None)


def test_no_secret_stands_in_a_log_an_error_or_a_row_of_the_admin(zalo, caplog):
    caplog.set_level(logging.DEBUG)
    zalo.answers = [granted(1), said({"error": -124, "message": "bad"}), said({"error": -14020, "error_name": "used"})]
    with pytest.raises(codes.Refusal) as caught:
        send()
    logging.getLogger("directives").warning("failed", exc_info=caught.value)
    written = caplog.text + repr(caught.value) + str(ZaloToken.objects.get()) + ZaloChannel().judge(caught.value).words
    assert [secret for secret in SECRETS if secret in written] == []
    assert not admin.site.is_registered(ZaloToken)


# --- Codes ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("code", sorted(codes.OF_THE_PERSON))
def test_what_lies_with_the_person_is_final_and_stops_nobody_else(zalo, code):
    zalo.answers = [granted(1), said({"error": code, "message": "x"})]
    assert failure() == (False, False, f"{codes.OF_THE_PERSON[code]} ({code})")


@pytest.mark.parametrize("code", sorted(set(codes.OF_THE_OFFICE) - {-14020}))
def test_what_lies_with_the_office_stops_the_channel_and_is_tried_again(zalo, code):
    zalo.answers = [granted(1), said({"error": code, "message": "x"})]
    assert failure() == (True, True, f"{codes.OF_THE_OFFICE[code]} ({code})")


def test_an_error_that_zalo_cannot_name_is_tried_again(zalo):
    zalo.answers = [granted(1), said({"error": -100, "message": "Unknown error"})]
    assert failure() == (True, False, "Zalo từ chối: Unknown error (-100)")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (said({"error": -9999, "message": "moi"}), "Zalo từ chối: moi (-9999)"),
        (said({"error": -9999}), "Zalo từ chối: 200 (-9999)"),
        (said({"error": "x", "message": "la"}), "Zalo từ chối: la (0)"),
        (said({}), "Zalo từ chối: 200 (0)"),
    ],
)
def test_a_code_nobody_told_us_of_is_final_with_zalos_own_words(zalo, answer, words):
    zalo.answers = [granted(1), answer]
    assert failure() == (False, False, words)


@pytest.mark.parametrize("answer", [(502, b"<html>bad gateway</html>"), (200, b""), (200, b"[1]"), (200, b"\xff")])
def test_an_answer_without_json_is_about_the_server(zalo, answer):
    zalo.answers = [granted(1), answer]
    assert failure()[:2] == (True, True)


def test_a_mistake_of_ours_is_final():
    assert ZaloChannel().judge(ValueError("xấu")) == (False, False, "Không gửi được qua Zalo: ValueError xấu")
    assert ZaloChannel().judge(OperationalError("locked"))[:2] == (False, False)


# --- Off by default ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("missing", ["ZALO_APP_ID", "ZALO_APP_SECRET", "ZALO_REFRESH_TOKEN", "ZALO_TEMPLATE_ID", ""])
def test_it_is_on_only_when_all_is_set(zalo, settings, missing):
    if missing:
        setattr(settings, missing, "")
    assert ("zalo" in [channel.key for channel in switched_on()]) is not bool(missing)

"""The signed webhook, against a gateway on this machine."""

import hashlib
import hmac
import json

import pytest

from directives.models import Message
from directives.reminders.channels import ALL, Outgoing, switched_on
from directives.reminders.channels import post as posting
from directives.reminders.channels.post import NotPublic, post
from directives.reminders.channels.webhook import WebhookChannel
from directives.reminders.channels.webhook.sign import headers, is_signed
from directives.tests.gateway import gateway
from units.models import User
from units.tests.factories import local

NOW = local("2024-11-13 08:00")
PERSON = User(email="an@so.example", full_name="Nguyễn Văn An", phone="0912 345 678")
WORDS = Outgoing(
    person=PERSON,
    address=PERSON.phone,
    message_id="<person1-webhook-0@portal.example>",
    subject="Còn 7 ngày: 2 việc",
    text="Kính gửi anh An",
    html="",
    link="https://portal.example/my-work/",
    sent_at=NOW,
)


@pytest.fixture
def there(settings):
    with gateway() as server:
        settings.WEBHOOK_URL, settings.WEBHOOK_SECRET = f"{server.url}/sms?to=all", "khoa-thu"
        yield server


@pytest.fixture
def hurried(monkeypatch):
    """Patience of the tests: a fraction of a second."""
    monkeypatch.setattr(posting, "SECONDS", 0.3)


def send(message: Outgoing = WORDS) -> None:
    with WebhookChannel().opened() as give:
        give(message)


def failure(message: Outgoing = WORDS):
    with pytest.raises(Exception) as caught:
        send(message)
    return WebhookChannel().judge(caught.value)


# --- What goes out ----------------------------------------------------------------------------------------------------
def test_the_gateway_gets_who_what_and_where_signed_over_the_bytes(there):
    send()
    request = there.requests[0]
    assert request.path == "/sms?to=all"
    assert request.json == {
        "id": "<person1-webhook-0@portal.example>",
        "person": {"name": "Nguyễn Văn An", "phone": "0912 345 678", "email": "an@so.example"},
        "subject": "Còn 7 ngày: 2 việc",
        "text": "Kính gửi anh An",
        "link": "https://portal.example/my-work/",
        "sent_at": "2024-11-13T08:00:00+07:00",
    }
    expected = hmac.new(b"khoa-thu", b"1731459600." + request.body, hashlib.sha256).hexdigest()
    assert request.headers["X-Portal-Timestamp"] == "1731459600"
    assert request.headers["X-Portal-Signature"] == f"sha256={expected}"
    assert request.headers["Idempotency-Key"] == "<person1-webhook-0@portal.example>"
    assert request.headers["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize("status", [200, 201, 202, 204, 409])
def test_any_yes_and_had_it_before_are_taken(there, status):
    there.usual = (status, b"")
    send()
    assert len(there.requests) == 1


# --- What a refusal means ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "is_transient", "is_about_the_server"),
    [
        (301, True, True),
        (302, True, True),
        (400, False, False),
        (401, True, True),
        (403, True, True),
        (404, True, True),
        (408, True, True),
        (413, False, False),
        (422, False, False),
        (429, True, True),
        (500, True, False),
        (502, True, True),
        (503, True, True),
    ],
)
def test_a_refusal_is_for_now_or_for_good(there, status, is_transient, is_about_the_server):
    there.usual = (status, b"khong nhan")
    assert failure() == (is_transient, is_about_the_server, f"Cổng tin nhắn từ chối: {status} khong nhan")


def test_a_redirect_is_not_followed(there):
    there.usual = (307, b"")
    failure()
    assert [request.path for request in there.requests] == ["/sms?to=all"]


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        ("hang", "Không gửi được qua cổng tin nhắn: TimeoutError"),
        ("drip", "Không gửi được qua cổng tin nhắn: TimeoutError"),
        ("nonsense", "Không gửi được qua cổng tin nhắn: OSError the answer is no HTTP: BadStatusLine"),
    ],
)
def test_a_server_that_hangs_drips_or_talks_nonsense_ends_in_time(there, hurried, behaviour, words):
    there.usual = getattr(there, behaviour)
    found = failure()
    assert (found.is_transient, found.is_about_the_server) == (True, True)
    assert found.words.startswith(words)


def test_an_answer_without_end_is_not_read(there):
    there.usual = (200, b"x" * (posting.MOST_BYTES + 1))
    assert failure().words == "Không gửi được qua cổng tin nhắn: OSError the answer is longer than 65536 bytes"


def test_an_answer_of_just_the_longest_length_is_read(there):
    there.usual = (200, b"x" * posting.MOST_BYTES)
    send()


def test_a_gateway_that_is_down_is_about_the_server(settings):
    with gateway() as server:
        settings.WEBHOOK_URL, settings.WEBHOOK_SECRET = server.url, "khoa-thu"
    assert failure()[:2] == (True, True)


def test_a_message_that_cannot_be_written_fails_for_good():
    assert WebhookChannel().judge(ValueError("xấu"))[:2] == (False, False)


def test_what_the_other_side_says_is_kept_short_and_on_one_line(there):
    there.usual = (400, b"dong 1\n" + b"y" * 5000)
    words = failure().words
    assert len(words) <= 300
    assert "\n" not in words


# --- Where it may go --------------------------------------------------------------------------------------------------
def test_a_gateway_inside_the_office_is_allowed_unless_the_settings_say_no(there, settings):
    send()
    settings.WEBHOOK_PUBLIC_ONLY = True
    assert failure().words == "Không gửi được qua cổng tin nhắn: NotPublic 127.0.0.1 is not on the public internet"
    assert len(there.requests) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "10.0.0.1", "192.168.1.1", "169.254.169.254", "localhost"])
def test_private_hosts_are_refused_before_anything_is_sent(host):
    with pytest.raises(NotPublic):
        post(f"http://{host}:9/", body=b"", headers={}, public_only=True)


# --- Whom it reaches, and when it is on -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("phone", "email", "address"),
    [("0912", "a@b.example", "0912"), ("", "a@b.example", "a@b.example"), ("", "", "")],
)
def test_a_person_is_known_by_number_else_by_address(phone, email, address):
    reach = WebhookChannel().address_of(User(full_name="An", phone=phone, email=email))
    assert (reach.address, bool(reach.why)) == (address, not address)


@pytest.mark.parametrize(
    ("url", "secret", "is_on"), [("", "", False), ("http://a", "", False), ("http://a", "b", True)]
)
def test_it_is_on_only_with_an_address_and_a_secret(settings, url, secret, is_on):
    settings.WEBHOOK_URL, settings.WEBHOOK_SECRET = url, secret
    assert [channel.key for channel in switched_on()] == ["inbox", "email", *(["webhook"] if is_on else [])]


def test_every_channel_has_a_key_of_its_own_that_the_ledger_can_hold():
    keys = [channel.key for channel in ALL]
    assert sorted(keys) == ["email", "inbox", "webhook", "zalo"]
    assert max(map(len, keys)) <= Message._meta.get_field("channel").max_length


# --- Signatures, read -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "is_good"),
    [
        ({}, True),
        ({"now": local("2024-11-13 08:05")}, True),
        ({"now": local("2024-11-13 08:06")}, False),
        ({"now": local("2024-11-13 07:54")}, False),
        ({"secret": "khac"}, False),
        ({"secret": ""}, False),
        ({"body": b"{ }"}, False),
        ({"given": "sha256=00"}, False),
        ({"given": "không"}, False),
        ({"timestamp": "x"}, False),
        ({"timestamp": ""}, False),
        ({"timestamp": "9" * 400}, False),
        ({"timestamp": "１７"}, False),
    ],
)
def test_a_signature_holds_for_its_own_secret_body_and_five_minutes(change, is_good):
    body = json.dumps({}).encode()
    made = headers("khoa", body, now=NOW)
    given = {
        "secret": "khoa",
        "timestamp": made["X-Portal-Timestamp"],
        "given": made["X-Portal-Signature"],
        "body": body,
        "now": NOW,
    } | change
    secret, timestamp, signed, content = (given[name] for name in ("secret", "timestamp", "given", "body"))
    assert is_signed(secret, timestamp, signed, content, now=given["now"]) is is_good


def test_a_signature_made_with_no_secret_is_worth_nothing():
    made = headers("", b"{}", now=NOW)
    assert is_signed("", made["X-Portal-Timestamp"], made["X-Portal-Signature"], b"{}", now=NOW) is False

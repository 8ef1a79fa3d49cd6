"""Messages to programs: signed, sent once where it is taken, tried again for two days, never to a place inside."""

import json
from datetime import timedelta

import pytest
import time_machine

from campaign_portal.lib.models import JobRun
from directives.models import Hook, HookEvent, HookMessage
from directives.reminders.channels.webhook.sign import is_signed
from reports.hooks.post import SECONDS, Answer, Failed, NotAllowed, post
from reports.hooks.sending import WAITS, forget, send_due
from reports.services.declaring import declare_complete
from reports.services.hooks import end_hook, make_hook, ping, renew_secret, send_again
from reports.services.reviews import send_back
from reports.tasks import send_hooks
from reports.tests.factories import make_action
from reports.tests.links.web import PUBLIC, Web, answer, moved
from units.tests.factories import local

pytestmark = pytest.mark.django_db
NOW = local("2024-11-05 10:00")
URL = "https://phan-mem.example/nhan?x=1"


@pytest.fixture
def hook(cast) -> Hook:
    about = {"unit": cast.ninh_kieu, "name": "Phần mềm", "events": HookEvent.values, "actor": cast.focal, "now": NOW}
    return make_hook(url=URL, **about)


def web(*answers, **more) -> Web:
    return Web({URL: list(answers)}, **more)


def through(internet: Web):
    """Sending over a made-up internet."""
    return lambda url, body, headers: post(url, body, headers, **internet.as_arguments)


def run(*answers, now=NOW, **more) -> tuple[dict, Web]:
    internet = web(*answers, **more)
    return send_due(now=now, post=through(internet)), internet


def recorded(cast) -> HookMessage:
    make_action(cast.obligation(), actor=cast.focal, now=NOW)
    return HookMessage.objects.get(event="action.submitted")


OK = answer(b"", status="204 No Content")
ERROR = answer(b"loi", status="500 Internal Server Error")


# --- What is sent -----------------------------------------------------------------------------------------------------
def test_an_act_comes_to_the_program_signed_and_with_its_number(cast, hook):
    message = recorded(cast)
    done, internet = run(OK)
    assert done == {"sent": 1, "failed": 0, "dropped": 0}
    assert internet.connected == [(URL, PUBLIC)]
    head, body = internet.wires[0].sent.split(b"\r\n\r\n", 1)
    lines = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines[1:])
    assert lines[0] == "POST /nhan?x=1 HTTP/1.1"
    assert (headers["Host"], headers["X-Portal-Event"]) == ("phan-mem.example", "action.submitted")
    assert headers["Idempotency-Key"] == str(message.pk)
    stamp, signature = headers["X-Portal-Timestamp"], headers["X-Portal-Signature"]
    assert is_signed(hook.secret, stamp, signature, body, now=NOW)
    assert not is_signed(hook.secret, stamp, signature, body + b" ", now=NOW)
    assert json.loads(body) == {
        "id": message.pk,
        "event": "action.submitted",
        "at": "2024-11-05T10:00:00+07:00",
        "directive": {"id": cast.directive.pk, "reference": cast.directive.reference},
        "unit": {"id": cast.ninh_kieu.pk, "name": cast.ninh_kieu.name},
        "delivery": None,
        "obligation": None,
        "action": message.change.about_id,
        "note": "",
        "read": f"http://localhost:8000/api/v1/actions/{message.change.about_id}",
    }


def test_a_return_carries_its_reason(cast, hook):
    make_action(cast.obligation(), actor=cast.focal, now=NOW)
    declare_complete(obligation=cast.obligation(), actor=cast.focal, now=NOW)
    send_back(obligation=cast.obligation(), reason="Thiếu ảnh", actor=cast.officer, now=NOW)
    assert list(hook.messages.order_by("pk").values_list("event", flat=True)) == [
        "action.submitted",
        "obligation.declared",
        "obligation.returned",
    ]
    done, internet = run(OK, OK, OK)
    assert done["sent"] == 3
    body = json.loads(internet.wires[2].sent.split(b"\r\n\r\n", 1)[1])
    assert (body["note"], body["obligation"]) == ("Thiếu ảnh", cast.obligation().pk)


@pytest.mark.parametrize("status", ["200 OK", "202 Accepted", "204 No Content", "409 Conflict"])
def test_what_was_taken_is_sent_once(cast, hook, status):
    message = recorded(cast)
    run(answer(b"", status=status))
    done, internet = run(now=NOW + timedelta(days=3))
    assert (done["sent"], internet.connected) == (0, [])
    message.refresh_from_db()
    assert (message.state, message.attempts, message.answer) == ("sent", 1, f"HTTP {status[:3]}")


# --- Trying again -----------------------------------------------------------------------------------------------------
def test_it_is_tried_again_at_growing_distances_and_then_given_up(cast, hook):
    message, at = recorded(cast), NOW
    for wait in WAITS:
        assert run(ERROR, now=at)[0]["failed"] == 1
        assert run(OK, now=at + wait - timedelta(seconds=1))[0]["sent"] == 0
        at += wait
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("waiting", len(WAITS))
    run(ERROR, now=at)
    message.refresh_from_db()
    assert (message.state, message.answer) == ("failed", "HTTP 500")
    assert run(OK, now=at + timedelta(days=30))[0]["sent"] == 0


def test_a_program_that_is_back_gets_what_it_missed(cast, hook):
    message = recorded(cast)
    run(ERROR)
    assert run(OK, now=NOW + WAITS[0])[0]["sent"] == 1
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("sent", 2)


def test_a_crash_in_the_middle_costs_one_try(cast, hook):
    message = recorded(cast)

    def crash(url, body, headers):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        send_due(now=NOW, post=crash)
    message.refresh_from_db()
    assert (message.state, message.next_at) == ("waiting", NOW + WAITS[0])
    assert run(OK)[0]["sent"] == 0
    assert run(OK, now=NOW + WAITS[0])[0]["sent"] == 1


def test_of_two_processes_one_sends(cast, hook):
    recorded(cast)
    calls = []

    def again_inside(url, body, headers):
        calls.append(send_due(now=NOW, post=again_inside))
        return Answer(204, b"")

    assert send_due(now=NOW, post=again_inside)["sent"] == 1
    assert calls == [{"sent": 0, "failed": 0, "dropped": 0}]


def test_one_program_that_is_silent_holds_up_no_other(cast, hook):
    other = make_hook(
        unit=cast.department,
        name="Sở",
        url="https://so.example/nhan",
        events=HookEvent.values,
        actor=cast.officer,
        now=NOW,
    )
    for _n in range(3):
        make_action(cast.obligation(), actor=cast.focal, now=NOW)
    internet = Web({URL: TimeoutError(), other.url: [OK] * 3})
    assert send_due(now=NOW, post=through(internet)) == {"sent": 3, "failed": 1, "dropped": 0}
    assert list(hook.messages.order_by("pk").values_list("attempts", flat=True)) == [1, 0, 0]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (ERROR, "HTTP 500"),
        (moved("https://khac.example/"), "HTTP 302"),
        (answer(b"", status="404 Not Found"), "HTTP 404"),
        (b"rubbish", "Kết nối bị ngắt giữa chừng"),
        (TimeoutError(), "Máy chủ trả lời quá chậm"),
        (ConnectionRefusedError(), "Máy chủ không trả lời"),
    ],
)
def test_what_went_wrong_is_kept_in_words(cast, hook, page, words):
    message = recorded(cast)
    run(page)
    message.refresh_from_db()
    assert (message.state, message.answer) == ("waiting", words)


# --- Never inside -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["10.0.0.1"], [PUBLIC, "192.168.1.1"], ["::1"], ["169.254.169.254"]]
)
def test_a_name_that_leads_inside_is_never_connected_to(cast, hook, addresses):
    message = recorded(cast)
    done, internet = run(OK, names={"phan-mem.example": addresses})
    assert (done["failed"], internet.connected) == (1, [])
    message.refresh_from_db()
    assert message.answer == "Địa chỉ nằm trong mạng nội bộ"


@pytest.mark.parametrize(
    "url",
    [
        "http://phan-mem.example/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://noi-bo/",
        "https://phan-mem.example:8443/",
        "https://a@phan-mem.example/",
        "ftp://phan-mem.example/",
    ],
)
def test_an_address_that_is_no_place_to_send_to_is_not_connected_to(url):
    internet = Web({url: OK})
    with pytest.raises(NotAllowed):
        post(url, b"{}", {}, **internet.as_arguments)
    assert internet.connected == []


def test_a_redirect_is_not_followed(cast, hook):
    internet = web(moved("https://127.0.0.1/"))
    recorded(cast)
    send_due(now=NOW, post=through(internet))
    assert internet.connected == [(URL, PUBLIC)]


def test_the_whole_exchange_has_one_deadline():
    moments = iter([0.0, SECONDS + 1.0])
    internet = web(OK)
    answered = post(URL, b"{}", {}, **internet.as_arguments | {"clock": lambda: next(moments)})
    assert answered.status == 204


def test_nobody_answers_for_a_name_that_is_none():
    with pytest.raises(Failed) as caught:
        post(URL, b"{}", {}, **web(OK, names={"phan-mem.example": OSError()}).as_arguments)
    assert caught.value.reason == "name"


# --- Looking after ----------------------------------------------------------------------------------------------------
def test_a_message_is_sent_again_by_hand(cast, hook):
    message = recorded(cast)
    HookMessage.objects.update(state="failed", attempts=9, answer="HTTP 500")
    send_again(message=message, actor=cast.focal, now=NOW)
    assert run(OK)[0]["sent"] == 1


def test_after_a_new_secret_older_messages_are_signed_with_it(cast, hook):
    recorded(cast)
    fresh = renew_secret(hook=hook, actor=cast.focal, now=NOW)
    assert fresh.secret != hook.secret
    _done, internet = run(OK)
    head, body = internet.wires[0].sent.split(b"\r\n\r\n", 1)
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    assert is_signed(fresh.secret, headers["X-Portal-Timestamp"], headers["X-Portal-Signature"], body, now=NOW)


def test_what_waits_when_it_is_ended_is_dropped(cast, hook):
    message = recorded(cast)
    end_hook(hook=hook, actor=cast.focal, now=NOW)
    message.refresh_from_db()
    assert message.state == "dropped"
    assert run(OK)[0] == {"sent": 0, "failed": 0, "dropped": 0}


def test_one_ended_between_claim_and_sending_is_told_nothing(cast, hook):
    message = recorded(cast)
    Hook.objects.update(ended_at=NOW, ended_by=cast.focal)
    done, internet = run(OK)
    assert (done["dropped"], internet.connected) == (1, [])
    message.refresh_from_db()
    assert message.state == "dropped"


def test_a_trial_says_nothing_but_that_it_can_be_heard(cast, hook):
    ping(hook=hook, actor=cast.focal, now=NOW)
    _done, internet = run(OK)
    body = json.loads(internet.wires[0].sent.split(b"\r\n\r\n", 1)[1])
    assert body == {"id": hook.messages.get().pk, "event": "ping", "at": "2024-11-05T10:00:00+07:00"}


def test_what_was_taken_is_forgotten_after_a_month_and_what_failed_stays(cast, hook):
    recorded(cast)
    ping(hook=hook, actor=cast.focal, now=NOW)
    HookMessage.objects.filter(event="ping").update(state="failed")
    HookMessage.objects.exclude(event="ping").update(state="sent", attempts=1)
    assert forget(before=NOW) == 0
    assert forget(before=NOW + timedelta(seconds=1)) == 1
    assert hook.messages.get().event == "ping"


def test_a_minute_in_which_nothing_is_due_leaves_no_row(cast, hook):
    with time_machine.travel(NOW, tick=False):
        send_hooks()
    assert not JobRun.objects.filter(name="reports.send_hooks").exists()


def test_sending_costs_the_same_queries_to_begin_with(cast, hook, django_assert_num_queries):
    for _n in range(3):
        make_action(cast.obligation(), actor=cast.focal, now=NOW)
    with django_assert_num_queries(1 + 3 * 2):  # what is due; and for each a claim and its end
        send_due(now=NOW, post=lambda url, body, headers: Answer(204, b""))

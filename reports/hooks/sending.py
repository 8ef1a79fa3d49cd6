"""Sending what is due: claimed by one conditional UPDATE, sent outside any transaction, tried again for two days.

A crash between claim and answer costs one try: the message is due again by itself. A receiver takes each number once.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.models import Hook, HookMessage
from directives.reminders.channels.webhook.sign import headers

from .payload import body_of
from .post import Answer, Failed, NotAllowed, post

WAITS = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 180, 360, 720, 1440))
"""How long after each failed try the next one comes; after the last there is none."""
MOST = 200
"""Messages of one run."""
TAKEN = (*range(200, 300), 409)
KEPT = timedelta(days=30)
"""How long it can be seen what was sent; what failed stays."""

Post = Callable[[str, bytes, Mapping[str, str]], Answer]
State = HookMessage.State
WORDS = {
    "form": gettext_lazy("Địa chỉ không dùng được"),
    "port": gettext_lazy("Cổng không dùng được, chỉ nhận cổng 443"),
    "private": gettext_lazy("Địa chỉ nằm trong mạng nội bộ"),
    "name": gettext_lazy("Không tìm thấy tên miền"),
    "silent": gettext_lazy("Máy chủ không trả lời"),
    "slow": gettext_lazy("Máy chủ trả lời quá chậm"),
    "certificate": gettext_lazy("Chứng thư bảo mật của máy chủ không hợp lệ"),
    "broken": gettext_lazy("Kết nối bị ngắt giữa chừng"),
}


def is_anything_due(now: datetime) -> bool:
    return HookMessage.objects.filter(state=State.WAITING, next_at__lte=now).exists()


def send_due(*, now: datetime, post: Post = post) -> dict[str, int]:
    """Send every message whose time has come. A program that does not answer is left alone for the rest of the run."""
    due = HookMessage.objects.filter(state=State.WAITING, next_at__lte=now)
    rows = due.select_related("hook", "change__directive", "change__unit").order_by("next_at", "pk")[:MOST]
    done = {"sent": 0, "failed": 0, "dropped": 0}
    silent: set[int] = set()
    for message in rows:
        if message.hook_id in silent or not _claimed(message, now):
            continue
        how = send(message, now=now, post=post)
        done[how] += 1
        if how == "failed":
            silent.add(message.hook_id)
    return done


def send(message: HookMessage, *, now: datetime, post: Post = post) -> str:
    """One try of a message that was claimed: "sent", "failed" or "dropped"."""
    if message.hook.ended_at:
        return _settle(message, State.DROPPED, _("Đăng ký đã dừng"), now)
    body = body_of(message)
    try:
        answer = post(message.hook.url, body, _headers(message, body, now))
    except (NotAllowed, Failed) as error:
        return _failed(message, str(WORDS.get(error.reason, WORDS["broken"])), now)
    said = f"HTTP {answer.status}"
    if answer.status in TAKEN:
        return _settle(message, State.SENT, said, now)
    return _failed(message, said, now)


def forget(*, before: datetime) -> int:
    """Delete messages that were taken, made before an instant; what failed stays to be seen."""
    return HookMessage.objects.filter(state__in=(State.SENT, State.DROPPED), made_at__lt=before).delete()[0]


def _claimed(message: HookMessage, now: datetime) -> bool:
    """Whether this process has it now. The next try is set beforehand, so that a crash leaves it due again."""
    seen = HookMessage.objects.filter(pk=message.pk, state=State.WAITING, attempts=message.attempts)
    message.attempts += 1
    message.next_at = now + WAITS[min(message.attempts, len(WAITS)) - 1]
    return bool(seen.update(attempts=message.attempts, next_at=message.next_at, tried_at=now))


def _failed(message: HookMessage, words: str, now: datetime) -> str:
    is_over = message.attempts > len(WAITS)
    _settle(message, State.FAILED if is_over else State.WAITING, words, now)
    return "failed"


def _settle(message: HookMessage, state: str, words: str, now: datetime) -> str:
    HookMessage.objects.filter(pk=message.pk, attempts=message.attempts).update(
        state=state, answer=words[:300], tried_at=now
    )
    return state


def _headers(message: HookMessage, body: bytes, now: datetime) -> dict[str, str]:
    hook: Hook = message.hook
    return {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": str(message.pk),
        "X-Portal-Event": message.event,
        **headers(hook.secret, body, now=now),
    }

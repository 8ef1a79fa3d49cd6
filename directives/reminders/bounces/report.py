"""What a mail server says about a mail it could not deliver: read from bytes that anybody may have sent us."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
from email.parser import HeaderParser

from django.utils.translation import gettext as _

from .proof import HEADER

MOST_BYTES = 1024 * 1024
"""Our own mails are small, and so is what comes back of them."""
MOST_WORDS = 200

STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
MESSAGE_ID = re.compile(r"<[^<>\s]{3,190}>")


class Unreadable(Exception):
    """The mail is broken, or made to be expensive."""


@dataclass(frozen=True)
class Bounce:
    """What a report says about one recipient of one message. `status` is "5.1.1", or empty when it names none."""

    message_id: str
    address: str
    action: str
    status: str
    words: str
    key: str = ""
    """What the mail itself carried under `proof.HEADER`, where the report gave its head back."""

    @property
    def is_final(self) -> bool:
        """The server has given up on this message."""
        return self.action == "failed" or (not self.action and self.is_about_the_address)

    @property
    def is_about_the_address(self) -> bool:
        """A lasting failure (RFC 3463, class 5): the next mail there would meet it too."""
        return self.status.startswith("5.")


def read_report(raw: bytes) -> list[Bounce]:
    """What the mail reports; empty for a mail that is no report. Raises Unreadable.

    The old, forgiving parser of the library is meant: the new one raises on headers that real servers write.
    """
    if len(raw) > MOST_BYTES:
        raise Unreadable("longer than any report")
    try:
        mail = message_from_bytes(raw)
        parts = list(mail.walk())
        status = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
        if status is None:
            return []
        returned = _returned(parts)
        message_id, key = _message_id(mail, returned), _field(returned, HEADER).strip() if returned else ""
        return [_bounce(block, message_id, key) for block in _recipients(status)]
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unreadable(type(error).__name__) from error


def _recipients(status: Message) -> Iterator[Message]:
    """The blocks about recipients. A server that left out the empty line has all of them in one."""
    blocks = status.get_payload()
    if isinstance(blocks, str):
        blocks = [message_from_string(part) for part in re.split(r"\r?\n\r?\n", blocks)]
    return (block for block in blocks if _field(block, "Final-Recipient") or _field(block, "Original-Recipient"))


def _bounce(block: Message, message_id: str, key: str) -> Bounce:
    address = _field(block, "Original-Recipient") or _field(block, "Final-Recipient")
    diagnostic = _plain(_field(block, "Diagnostic-Code"))
    found = STATUS.search(_field(block, "Status")) or STATUS.search(diagnostic)
    status = found[0] if found else ""
    return Bounce(
        message_id=message_id,
        address=_plain(address).strip("<> ").lower(),
        action=_field(block, "Action").strip().lower(),
        status=status,
        words=in_words(status, diagnostic),
        key=key,
    )


def in_words(status: str, diagnostic: str) -> str:
    """The failure for the officer: what it means, then the server's own words."""
    exact = {
        "5.1.1": _("không có hộp thư này"),
        "5.1.2": _("tên miền của địa chỉ không tồn tại"),
        "5.1.10": _("địa chỉ không nhận thư"),
        "5.2.1": _("hộp thư đã bị khóa"),
        "5.2.2": _("hộp thư đã đầy"),
        "4.2.2": _("hộp thư đã đầy"),
        "4.4.1": _("máy chủ nơi nhận không trả lời"),
        "4.4.7": _("hết thời gian chờ máy chủ nơi nhận"),
    }
    by_class = {"5.7": _("máy chủ nơi nhận từ chối thư"), "5.4": _("không tìm được máy chủ nơi nhận")}
    meaning = exact.get(status) or by_class.get(status[:3]) or _("máy chủ nơi nhận báo không giao được thư")
    said = " ".join(diagnostic.split())[:MOST_WORDS] or status
    return f"{meaning} ({said})" if said else meaning


def _returned(parts: list[Message]) -> Message | None:
    """The head of the mail that came back, where the report carries it."""
    for part in parts:
        kind = part.get_content_type()
        if kind == "message/rfc822" and part.is_multipart():
            return part.get_payload(0)
        if kind == "text/rfc822-headers":
            return HeaderParser().parsestr(_text(part))
    return None


def _message_id(mail: Message, returned: Message | None) -> str:
    """The message that came back: by its own head, else by what the report answers."""
    if returned and (found := MESSAGE_ID.search(_field(returned, "Message-ID"))):
        return found[0]
    answered = MESSAGE_ID.findall(f"{_field(mail, 'In-Reply-To')} {_field(mail, 'References')}")
    return answered[-1] if answered else ""


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else str(part.get_payload())


def _field(block: Message, name: str) -> str:
    return str(block.get(name, "") or "")


def _plain(field: str) -> str:
    """ "rfc822; an@so.example" → "an@so.example", "smtp; 550 5.1.1 …" → "550 5.1.1 …"."""
    kind, semicolon, value = field.partition(";")
    return (
        value if semicolon and kind.strip().lower() in ("rfc822", "utf-8", "smtp", "x-unix", "dns") else field
    ).strip()

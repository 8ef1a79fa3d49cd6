"""Reports of mail servers, as the common ones write them (RFC 3464), about any message."""

from directives.reminders.bounces.proof import HEADER, key_of

HEAD = """\
From: MAILER-DAEMON@mail.example
To: no-reply@portal.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_x"

--=_x
Content-Type: text/plain; charset=utf-8

Xin lỗi, thư không giao được.

"""

STATUS = """\
--=_x
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
Arrival-Date: Wed, 13 Nov 2024 08:00:05 +0700

"""

RETURNED = """\
--=_x
Content-Type: {kind}

Message-ID: {message_id}
{head}To: {address}
Subject: Con 7 ngay

--=_x--
"""


def dsn(
    message_id: str,
    address: str,
    *,
    status: str = "5.1.1",
    action: str = "failed",
    diagnostic: str = "smtp; 550 5.1.1 no such user",
    returned: str = "message/rfc822",
    key: str | None = None,
    **fields: str,
) -> bytes:
    """One report about one recipient; a field given as "" is left out, `returned` is how the mail itself comes back.

    It carries the word of this portal, unless `key` is another, or "" for none.
    """
    recipient = {
        "Final-Recipient": f"rfc822; {address}",
        "Action": action,
        "Status": status,
        "Diagnostic-Code": diagnostic,
    } | {name.replace("_", "-"): value for name, value in fields.items()}
    block = "".join(f"{name}: {value}\n" for name, value in recipient.items() if value)
    word = key_of(message_id) if key is None else key
    head = f"{HEADER}: {word}\n" if word else ""
    end = RETURNED.format(kind=returned, message_id=message_id, address=address, head=head)
    end = end if returned else "--=_x--\n"
    return (HEAD + STATUS + block + "\n" + end).encode()

"""What a mail server's refusal means: try again later, try nothing more now, or give up and say why."""

import smtplib

from django.utils.translation import gettext as _

from ..base import in_short, named


def is_transient(error: Exception) -> bool:
    """A failure that may pass by itself: no connection, a lost one, no sign-in, or an answer 4yz (RFC 5321, 4.2.1)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(400 <= code < 500 for code, _answer in error.recipients.values())
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError):
        return True
    if isinstance(error, smtplib.SMTPResponseException):
        return 400 <= error.smtp_code < 500
    if isinstance(error, smtplib.SMTPException):
        return isinstance(error, smtplib.SMTPServerDisconnected)
    return isinstance(error, OSError)


def is_about_the_server(error: Exception) -> bool:
    """A failure that the next mail would meet as well, so that the run had better stop."""
    if isinstance(error, smtplib.SMTPResponseException):
        return isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError) or error.smtp_code == 421
    if isinstance(error, smtplib.SMTPException):
        return isinstance(error, smtplib.SMTPServerDisconnected)
    return isinstance(error, OSError)


def in_words(error: Exception) -> str:
    """The failure as a sentence for the officer, with the server's own words."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        (address, (code, answer)), *_others = error.recipients.items()
        text = _("Máy chủ thư không nhận địa chỉ %(address)s: %(answer)s") % {
            "address": address,
            "answer": f"{code} {_plain(answer)}",
        }
    elif isinstance(error, smtplib.SMTPAuthenticationError):
        text = _("Máy chủ thư không cho đăng nhập. Hãy kiểm tra SMTP_USER và SMTP_PASSWORD.")
    elif isinstance(error, smtplib.SMTPResponseException):
        answer = f"{error.smtp_code} {_plain(error.smtp_error)}"
        text = _("Máy chủ thư từ chối: %(answer)s") % {"answer": answer}
    elif isinstance(error, OSError):
        text = _("Không gửi được qua máy chủ thư: %(answer)s") % {"answer": named(error)}
    else:
        text = _("Không soạn được thư: %(answer)s") % {"answer": named(error)}
    return in_short(text)


def _plain(answer: bytes | str) -> str:
    return answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)

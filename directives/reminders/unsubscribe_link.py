"""The address in every reminder that stops the regular ones: signed, for this purpose only. No rows, no clock.

It does not expire: a mail program offers it for as long as it keeps the mail. All it can do is stop these mails, and
on the page behind it take them up again.
"""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.http import base36_to_int, int_to_base36

from units.models import User

SALT = "directives.unsubscribe"


def unsubscribe_link(person: User) -> str:
    token = _signer().sign(int_to_base36(person.pk))
    return f"{settings.SITE_URL}{reverse('directives:unsubscribe', args=[token])}"


def read_reader(token: str) -> int | None:
    """The key of the person the mail was written to; None for whatever this portal did not write."""
    try:
        return base36_to_int(_signer().unsign(token))
    except (BadSignature, ValueError):
        return None


def _signer() -> Signer:
    return Signer(salt=SALT, sep=".")

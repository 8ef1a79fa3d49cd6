"""The mail that lets a person in: a link to set a password, or, for who has one, word of the new part."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from campaign_portal.lib.mail import render_mail, send_mail_message
from units.models import Membership, User

DAYS_VALID = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)


def set_password_link(user: User) -> str:
    """An address at which the person sets a password; it works once and for `DAYS_VALID` days."""
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return f"{settings.SITE_URL}{path}"


def send_invitation(membership: Membership, *, invited_by: User | None) -> None:
    """Mail the person. Call it outside any transaction; raises what the mail server answers (OSError)."""
    user = membership.user
    is_new = not user.has_usable_password()
    mail = render_mail(
        "invitation",
        {
            "person": user,
            "membership": membership,
            "invited_by": invited_by,
            "is_new": is_new,
            "link": set_password_link(user) if is_new else f"{settings.SITE_URL}{reverse(settings.LOGIN_URL)}",
            "days": DAYS_VALID,
        },
    )
    send_mail_message(to=[user.email], subject=mail.subject, text=mail.text, html=mail.html)

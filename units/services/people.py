"""Acts on people: adding one to a unit, ending a membership, the first officer."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib import activity
from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.rows import lock
from units.models import Membership, Role, Unit, User


def add_person(
    *,
    email: str,
    full_name: str,
    unit: Unit,
    role: str,
    actor,
    now: datetime,
    job_title: str = "",
    phone: str = "",
    password_hash: str = "",
) -> Membership:
    """Give a person a part in a unit, adding the person when the address is new.

    Without `password_hash` no password works until the person sets one by the mailed link.
    Raises `AlreadyDone` when the person already holds the role there, `Refused` when the account is switched off.
    """
    with transaction.atomic():
        unit = lock(unit)  # one appointment at a time
        if unit.valid_to and unit.valid_to < timezone.localdate(now):
            raise Refused(_("%(unit)s đã kết thúc hoạt động nên không thêm người được nữa.") % {"unit": unit})
        user = User.objects.filter(email__iexact=email.strip()).first()
        if user is None:
            user = User.objects.create_user(email, full_name=full_name.strip(), job_title=job_title, phone=phone)
            if password_hash:
                user.password = password_hash
                user.save(update_fields=["password"])
        if not user.is_active:
            raise Refused(
                _("Tài khoản %(email)s đã ngừng dùng. Hãy liên hệ quản trị hệ thống.") % {"email": user.email}
            )
        if user.memberships.filter(unit=unit, role=role, ends_on=None).exists():
            raise AlreadyDone(
                _("%(person)s đã là %(role)s của %(unit)s.")
                % {
                    "person": user,
                    "role": Role(role).label,
                    "unit": unit,
                }
            )
        membership = Membership.objects.create(user=user, unit=unit, role=role, starts_on=timezone.localdate(now))
        _log(actor, "membership.started", membership, now)
    return membership


def add_first_officer(*, email: str, full_name: str, unit: Unit, now: datetime) -> Membership:
    """Add a coordinator from the command line; while nobody administers the portal, this person does too.

    Raises what `add_person` raises.
    """
    with transaction.atomic():
        membership = add_person(email=email, full_name=full_name, unit=unit, role=Role.COORDINATOR, actor=None, now=now)
        if not User.objects.filter(is_staff=True, is_active=True).exists():
            membership.user.is_staff = True
            membership.user.save(update_fields=["is_staff"])
    return membership


def end_membership(*, membership: Membership, actor, now: datetime) -> Membership:
    """End a part; rights end at once, what the person did stays. Nobody ends their own last coordinating part."""
    with transaction.atomic():
        row = lock(membership)
        if row.ends_on:
            raise AlreadyDone(_("Vai trò này đã kết thúc trước đó."))
        if actor and row.user_id == actor.pk:
            raise Refused(_("Anh/chị không thể tự kết thúc vai trò của mình. Hãy nhờ một cán bộ điều phối khác."))
        row.ends_on = max(row.starts_on, timezone.localdate(now))
        row.save(update_fields=["ends_on"])
        _log(actor, "membership.ended", row, now)
    return row


def _log(actor, verb: str, membership: Membership, now: datetime) -> None:
    activity.record(
        actor=actor,
        verb=verb,
        subject=f"{membership.user.email} – {membership.unit.name}",
        now=now,
        detail={"role": membership.role, "unit": membership.unit_id, "person": membership.user_id},
    )

"""Acts on a campaign's materials: adding, superseding, withdrawing, taking. Files are kept before a transaction."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign_portal.lib import activity
from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.files import Upload
from campaign_portal.lib.rows import lock
from campaign_portal.lib.storage import store_upload
from directives.models import Campaign, Delivery
from units.access import home_unit, unit_ids
from units.models import Unit

from .models import Material, MaterialTake, MaterialVersion


def add_material(
    *,
    campaign: Campaign,
    kind: str,
    title: str,
    actor,
    now: datetime,
    description: str = "",
    upload: Upload | None = None,
    url: str = "",
    note: str = "",
) -> Material:
    """Add a material with its first version, either a file or a web address.

    Raises `Refused` in a closed campaign and `AlreadyDone` when the campaign has one of that title.
    """
    title = " ".join(title.split())
    content = _content(upload, url, note, now)
    with transaction.atomic():
        row = _open_campaign(campaign)
        if row.materials.current().filter(title=title).exists():
            raise AlreadyDone(
                _("Chiến dịch đã có tài liệu “%(title)s”. Muốn thay nội dung, hãy thêm phiên bản mới.")
                % {"title": title}
            )
        material = Material.objects.create(
            campaign=row, kind=kind, title=title, description=description.strip(), created_at=now, created_by=actor
        )
        _publish(material, 1, content, actor, now)
        _log(actor, "material.added", material, now, {"kind": kind})
    return material


def add_version(
    *, material: Material, actor, now: datetime, upload: Upload | None = None, url: str = "", note: str = ""
) -> MaterialVersion:
    """Put a new version in the place of the newest; the older ones are kept for who looks after the campaign.

    Raises `Refused` when the material is withdrawn or its campaign closed, `AlreadyDone` when nothing would change.
    """
    content = _content(upload, url, note, now)
    with transaction.atomic():
        row = _current_material(material)
        latest = row.versions.first()
        if latest and (latest.stored, latest.url) == (content["stored"], url):
            raise AlreadyDone(_("Nội dung này trùng với phiên bản đang dùng. Hãy chọn tệp hoặc địa chỉ khác."))
        version = _publish(row, latest.number + 1 if latest else 1, content, actor, now)
        _log(actor, "material.superseded", row, now, {"version": version.number})
    return version


def withdraw(*, material: Material, actor, now: datetime) -> Material:
    """Take a material away from the units; who took it keeps what they took, and the takes stay recorded."""
    with transaction.atomic():
        row = lock(material)
        if row.withdrawn_at:
            raise AlreadyDone(_("Tài liệu này đã được rút trước đó."))
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        _log(actor, "material.withdrawn", row, now, {})
    return row


def take(*, version: MaterialVersion, actor, now: datetime) -> MaterialTake | None:
    """Record that a person of a unit took a version: once a day, so that a second press counts nothing.

    The unit is the one the person's letters of the campaign went to. Who looks after the campaign is not counted.
    """
    day = timezone.localdate(now)
    with transaction.atomic():
        lock(version)
        earlier = MaterialTake.objects.filter(version=version, person=actor).order_by("-pk").first()
        if earlier and timezone.localdate(earlier.taken_at) == day:
            return earlier
        unit = taking_unit(actor, version.material.campaign)
        if unit is None:
            return None
        return MaterialTake.objects.create(version=version, unit=unit, person=actor, taken_at=now)


def taking_unit(user, campaign: Campaign) -> Unit | None:
    """For which unit a person takes: a recipient of the campaign, else the first seat; for none the owner's people."""
    ids = unit_ids(user)
    delivered = Delivery.objects.filter(directive__campaign=campaign, unit__in=ids).values("unit")
    recipient = Unit.objects.filter(pk__in=delivered).first()
    if recipient is None and campaign.owner_id in ids:
        return None
    return recipient or home_unit(user)


def _content(upload: Upload | None, url: str, note: str, now: datetime) -> dict:
    """The columns of a version. Keeps the file, hence stands before the transaction."""
    return {
        "stored": store_upload(upload, now=now) if upload else None,
        "original_name": upload.name if upload else "",
        "url": url,
        "note": note.strip(),
    }


def _open_campaign(campaign: Campaign) -> Campaign:
    row = lock(campaign)
    if row.closed_at:
        raise Refused(_("Chiến dịch đã kết thúc nên không thêm tài liệu được nữa."))
    return row


def _current_material(material: Material) -> Material:
    row = lock(material)
    _open_campaign(row.campaign)
    if row.withdrawn_at:
        raise Refused(_("Tài liệu này đã được rút. Hãy thêm tài liệu mới."))
    return row


def _publish(material: Material, number: int, content: dict, actor, now: datetime) -> MaterialVersion:
    return MaterialVersion.objects.create(
        material=material, number=number, published_at=now, published_by=actor, **content
    )


def _log(actor, verb: str, material: Material, now: datetime, detail: dict) -> None:
    subject = f"{material.title} ({material.campaign})"
    activity.record(actor=actor, verb=verb, subject=subject, now=now, detail=detail | {"material": material.pk})

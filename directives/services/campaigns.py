"""Campaigns: beginning one, and placing a letter in one. Ending one is in `lifecycle`."""

import re
from datetime import date, datetime

from django.db import transaction
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from campaign_portal.lib import activity
from campaign_portal.lib.errors import Refused
from campaign_portal.lib.rows import lock
from directives.models import Campaign, Directive
from units.models import Unit

from .drafting import locked_draft, mark_saved


def create_campaign(
    *,
    owner: Unit,
    name: str,
    actor,
    now: datetime,
    starts_on: date | None = None,
    ends_on: date | None = None,
    description: str = "",
    is_illustrative: bool = False,
    illustrative_note: str = "",
) -> Campaign:
    """Begin a campaign of a unit. Raises `Refused` when the unit runs one of that name already."""
    name = " ".join(name.split())
    with transaction.atomic():
        lock(owner)  # two officers at once: the second sees the first's
        if Campaign.objects.open().filter(owner=owner, name=name).exists():
            raise Refused(_("Đã có chiến dịch “%(name)s” đang mở. Hãy chọn chiến dịch đó.") % {"name": name})
        campaign = Campaign.objects.create(
            owner=owner,
            name=name,
            description=description.strip(),
            starts_on=starts_on,
            ends_on=ends_on,
            is_illustrative=is_illustrative,
            illustrative_note=illustrative_note,
            created_at=now,
            created_by=actor,
        )
        activity.record(
            actor=actor,
            verb="campaign.created",
            subject=name,
            detail={"campaign": campaign.pk, "unit": owner.pk},
            now=now,
        )
    return campaign


def choose_campaign(*, directive: Directive, campaign: Campaign, actor, now: datetime) -> Directive:
    """Place a draft in an open campaign of its issuer."""
    with transaction.atomic():
        row = locked_draft(directive)
        current = lock(campaign)
        if current.owner_id != row.issuer_id:
            raise Refused(_("Hãy chọn chiến dịch của đơn vị ban hành văn bản."))
        if current.closed_at:
            raise Refused(_("Chiến dịch đã kết thúc. Hãy chọn chiến dịch khác."))
        row.campaign = current
        row.save(update_fields=["campaign"])
        mark_saved(row, actor=actor, now=now)
    return row


def begin_campaign(
    *, directive: Directive, name: str, starts_on: date | None, ends_on: date | None, actor, now: datetime
) -> Directive:
    """Begin a campaign for a draft and place the draft in it; sent twice, it begins once."""
    with transaction.atomic():
        row = locked_draft(directive)
        if row.campaign and row.campaign.name == " ".join(name.split()) and not row.campaign.closed_at:
            return row
        campaign = create_campaign(
            owner=row.issuer, name=name, starts_on=starts_on, ends_on=ends_on, actor=actor, now=now
        )
        return choose_campaign(directive=row, campaign=campaign, actor=actor, now=now)


def suggested_name(subject: str) -> str:
    """A campaign's name in the letter's own words: from "Chiến dịch" on, else what stands in quotes, else empty."""
    words = re.search(r"chiến dịch.+", subject, re.IGNORECASE) or re.search(r"(?<=[“\"]).+?(?=[”\"])", subject)
    return Truncator(capfirst(words[0].strip(" .;"))).chars(200) if words else ""

"""What the open data of a campaign are made of: the figures of its letters as of the end of a day that is over.

Such figures never change afterwards, so every file of a day is written once.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campaign_portal.lib.dates import closes_at, local_day
from directives.models import Campaign, Directive, Instruction
from reports.summary.load import Loaded, load_many
from reports.summary.scope import WHOLE


@dataclass(frozen=True)
class Data:
    """A campaign on a day: its letters that were issued by then, oldest first, and the texts of what they ask."""

    campaign: Campaign
    day: date
    letters: list[Loaded]
    instructions: dict[int, Instruction]
    licence: str = ""


def public_day(campaign: Campaign, now: datetime) -> date:
    """The last day that is over; once the campaign is closed none after its end."""
    yesterday = local_day(now) - timedelta(days=1)
    return min(yesterday, local_day(campaign.closed_at)) if campaign.closed_at else yesterday


def gather(campaign: Campaign, day: date, licence: str = "") -> Data:
    """A fixed number of queries, however many letters, units and tasks."""
    rows = Directive.objects.filter(campaign=campaign, issued_at__lt=closes_at(day)).select_related(
        "campaign", "issuer"
    )
    letters = list(rows.defer("text", "reading").order_by("issued_at", "pk"))
    loaded = load_many(letters, scopes={each.pk: WHOLE for each in letters}, days={each.pk: day for each in letters})
    asked = {task.instruction_id for each in loaded for task in each.summary.tasks}
    return Data(campaign, day, loaded, Instruction.objects.in_bulk(asked), licence)

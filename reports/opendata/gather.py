"""What the open data of a campaign are made of: the figures of its letters as of the end of a day that is over.

Such figures never change afterwards, so every file of a day is written once.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

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

    @cached_property
    def task_ids(self) -> dict[int, str]:
        """ "m2rfr8vh6w-1" for the first thing a letter asks, "m2rfr8vh6w-1.2" for the words that took its place."""
        letters = {each.summary.directive.pk: each.summary.directive.public_id for each in self.letters}
        seen: Counter = Counter()
        found = {}
        for key, row in sorted(self.instructions.items()):
            place = f"{letters[row.directive_id]}-{row.order + 1}"
            seen[place] += 1
            found[key] = f"{place}.{seen[place]}" if seen[place] > 1 else place
        return found


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
    return Data(campaign, day, loaded, Instruction.objects.filter(directive__in=letters).in_bulk(), licence)

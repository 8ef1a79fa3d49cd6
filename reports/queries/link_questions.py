"""What a web address given as evidence claims, for the judge of links."""

from campaign_portal.lib.dates import local_day
from materials.models import Material, MaterialVersion
from reports.links.judge import Question, homes
from reports.models import Channel, Evidence

MOST_MATERIALS = 100


def question(evidence: Evidence) -> Question:
    """Two queries; the evidence comes with its action, unit, letter and campaign."""
    action = evidence.action
    letter = action.directive
    materials = Material.objects.filter(campaign=letter.campaign_id)
    titles = list(materials.values_list("title", flat=True)[:MOST_MATERIALS])
    versions = MaterialVersion.objects.filter(material__campaign=letter.campaign_id).exclude(url="")
    return Question(
        homes=homes(f"{action.unit.website}\n{action.unit.pages}"),
        is_website=action.channel == Channel.WEBSITE and bool(action.unit.website),
        campaign=letter.campaign.name if letter.campaign else "",
        references=[f"{letter.number}/{letter.symbol}"] if letter.number and letter.symbol else [],
        titles=titles,
        addresses=list(versions.values_list("url", flat=True)[:MOST_MATERIALS]),
        letter_on=letter.dated_on,
        done_on=action.done_on,
        recorded_on=local_day(evidence.added_at),
    )

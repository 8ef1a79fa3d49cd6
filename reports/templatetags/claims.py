"""Claims of units, for pages that are about something else. `{% load claims %}`."""

from django import template

from directives.models import Obligation, Progress
from reports.models import Claim
from reports.services.claims import open_claims

register = template.Library()


@register.simple_tag
def claim_of(obligation: Obligation) -> Claim | None:
    """The claim that waits for a decision; asked only of what waits. One query."""
    return open_claims(obligation).first() if obligation.progress == Progress.WAITING else None


@register.simple_tag(takes_context=True)
def claims_waiting(context) -> int:
    """How many claims the person's unit has to decide. One query."""
    return Claim.objects.issued_by(context["user"]).waiting().count()

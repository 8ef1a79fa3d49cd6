"""What units below did for work passed to them, below what the unit itself did."""

from django import template

from directives.models import Obligation
from reports.queries.gathered import gathered

register = template.Library()


@register.inclusion_tag("reports/parts/work_below.html", takes_context=True)
def work_below(context, obligation: Obligation, whole: bool = False) -> dict:
    """`{% work_below obligation %}`: nothing where nothing was passed on. `whole`: pictures large."""
    return {"gathered": gathered(obligation), "obligation": obligation, "today": context["today"], "whole": whole}

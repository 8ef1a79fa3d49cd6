"""What units below did for work passed to them, below what the unit itself did."""

from django import template

from directives.access import decides_on
from directives.models import Obligation, Progress
from reports.queries.gathered import gathered
from reports.queries.seen import seen_marks
from reports.queries.urging import given_work

register = template.Library()


@register.inclusion_tag("reports/parts/work_below.html", takes_context=True)
def work_below(context, obligation: Obligation, whole: bool = False) -> dict:
    """`{% work_below obligation %}`: nothing where nothing was passed on. `whole`: pictures large."""
    return {"gathered": gathered(obligation), "obligation": obligation, "today": context["today"], "whole": whole}


@register.inclusion_tag("reports/parts/decide_below.html", takes_context=True)
def decide_below(context, obligation: Obligation) -> dict:
    """`{% decide_below obligation %}`: confirming or returning work, for who passed it on; nothing for anybody else."""
    user, parent = context["request"].user, obligation.parent
    decides = bool(parent) and decides_on(user, obligation) and obligation.delivery.directive.is_in_force
    waits = decides and obligation.progress == Progress.WAITING
    return {
        "row": obligation,
        "waits": waits,
        "is_done": decides and obligation.progress == Progress.DONE and parent.is_open,
        "is_late_addition": waits and not parent.is_open,
        "seen": seen_marks([obligation.pk])[obligation.pk] if waits else None,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("reports/parts/given_work.html", takes_context=True)
def given_below(context) -> dict:
    """`{% given_below %}`: on "Việc của tôi", what the person's units passed down and what came back from there."""
    given, sent_back = given_work(context["request"].user, context["today"])
    return {"given": given, "sent_back": sent_back, "today": context["today"]}

"""Questions and published answers on pages that are about something else. `{% load questions %}`."""

from django import template

from directives.models import Delivery, Obligation, Question, Side
from directives.questions import sides
from reports.forms.question import ReviewerPostForm
from reports.queries import questions as asked

register = template.Library()


@register.inclusion_tag("reports/parts/letter_questions.html", takes_context=True)
def letter_questions(context, delivery: Delivery) -> dict:
    """Answers for everybody, the unit's own questions, and the way to ask; on the page of its letter."""
    return _asking(context, Question(delivery=delivery)) | {
        "faqs": asked.faqs_of(delivery.directive),
        "lines": asked.of_delivery(delivery, context["user"], today=context["today"]),
    }


@register.inclusion_tag("reports/parts/obligation_questions.html", takes_context=True)
def obligation_questions(context, obligation: Obligation) -> dict:
    """The questions about one obligation, and the way to ask one."""
    return _asking(context, Question(delivery=obligation.delivery, obligation=obligation)) | {
        "lines": asked.of_obligation(obligation, context["user"], today=context["today"]),
    }


@register.inclusion_tag("reports/parts/review_questions.html", takes_context=True)
def review_questions(context, obligation: Obligation) -> dict:
    """What was asked about the obligation under review with the newest words, and the form to ask the unit."""
    form = context.get("asking") or ReviewerPostForm(initial=ReviewerPostForm.fresh())
    return {
        "obligation": obligation,
        "lines": asked.of_obligation(obligation, context["user"], today=context["today"]),
        "form": form,
        "is_open": bool(context.get("asking")),
        "can_ask": obligation.delivery.directive.is_in_force,
        "query": context.get("query", ""),
        "csrf_token": context.get("csrf_token"),
    }


def _asking(context, about: Question) -> dict:
    about.directive = about.delivery.directive
    can_ask = about.directive.is_in_force and not about.delivery.refused_at
    return {
        "about": about,
        "directive": about.directive,
        "can_ask": can_ask and Side.UNIT in sides(context["user"], about),
    }

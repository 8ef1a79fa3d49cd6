"""`{% load exports %}` `{% downloads "units" %}`: the list on the page as files, narrowed as the page is."""

from django import template
from django.template import RequestContext
from django.urls import reverse

register = template.Library()
NOT_KEPT = ("page", "all")
"""Parts of an address that say how much of a list is shown, not which list. A day that cannot be read goes too."""


@register.inclusion_tag("components/downloads.html", takes_context=True)
def downloads(context: RequestContext, name: str, pk: int | None = None, what: str = "") -> dict:
    """`name` is a key of `reports.exports.urls.LISTS`, `what` names the list where a page has several."""
    query = context["request"].GET.copy()
    day = context.get("as_of")
    for part in (*NOT_KEPT, *(["as_of"] if getattr(day, "error", "") else [])):
        query.pop(part, None)
    asked = f"?{query.urlencode()}" if query else ""
    key = {"pk": pk} if pk else {}
    return {
        "what": what,
        "files": [
            (words, reverse(f"reports:export-{name}", kwargs={"ending": ending, **key}) + asked)
            for ending, words in (("xlsx", "Excel"), ("csv", "CSV"))
        ],
    }

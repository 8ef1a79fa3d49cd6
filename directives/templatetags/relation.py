"""Letters about letters on the pages of either. `{% load relation %}`."""

from django import template

from directives.models import Directive
from directives.related import related_letters
from directives.services.proposing import proposals
from directives.views.links import address

register = template.Library()


@register.inclusion_tag("directives/_about_letter.html")
def about_letter(directive: Directive, always: bool = False) -> dict:
    """A draft that seems to be about an issued letter says so, and leads to where it is confirmed.

    With `always` one that says nothing of the kind leads there too, in a quieter way.
    """
    return {"proposals": proposals(directive), "url": address("reports:relation", directive.pk), "always": always}


@register.inclusion_tag("directives/_relations.html", takes_context=True)
def letter_relations(context, directive: Directive, whole: bool = True) -> dict:
    """Which letters this one is about and which are about it; names people only to who sees the letter whole."""
    rows = related_letters(directive)
    seen = Directive.objects.visible_to(context["request"].user).filter(pk__in=[each.other.pk for each in rows])
    visible = set(seen.values_list("pk", flat=True)) if rows else set()
    return {"rows": [(each, each.other.pk in visible) for each in rows], "whole": whole}

"""Letters about letters on the pages of either. `{% load relation %}`."""

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from directives.models import Directive, DirectiveRelation
from directives.services.proposing import proposals
from directives.views.links import address

register = template.Library()
Kind = DirectiveRelation.Kind


@register.inclusion_tag("directives/_about_letter.html")
def about_letter(directive: Directive, always: bool = False) -> dict:
    """A draft that seems to be about an issued letter says so, and leads to where it is confirmed.

    With `always` one that says nothing of the kind leads there too, in a quieter way.
    """
    return {"proposals": proposals(directive), "url": address("reports:relation", directive.pk), "always": always}


@register.inclusion_tag("directives/_relations.html", takes_context=True)
def letter_relations(context, directive: Directive, whole: bool = True) -> dict:
    """Which letters this one is about and which are about it; names people only to who sees the letter whole."""
    user = context["request"].user
    out = directive.relations_out.select_related("earlier", "confirmed_by")
    into = directive.relations_in.select_related("later", "confirmed_by")
    found = [(row, row.earlier, capfirst(row.get_kind_display())) for row in out]
    found += [(row, row.later, _undergone(row.kind)) for row in into]
    seen = set(
        Directive.objects.visible_to(user)
        .filter(pk__in=[other.pk for _row, other, _words in found])
        .values_list("pk", flat=True)
    )
    rows = [
        {"words": words, "other": other, "is_visible": other.pk in seen, "row": row}
        for row, other, words in sorted(found, key=lambda each: each[0].confirmed_at, reverse=True)
    ]
    return {"rows": rows, "whole": whole}


def _undergone(kind: str) -> str:
    return {
        Kind.AMENDS: _("Được sửa đổi, bổ sung theo"),
        Kind.EXTENDS: _("Được gia hạn theo"),
        Kind.CORRECTS: _("Được đính chính theo"),
        Kind.REPLACES: _("Được thay thế bằng"),
        Kind.RECALLS: _("Bị thu hồi theo"),
        Kind.URGES: _("Được đôn đốc theo"),
    }[Kind(kind)]

"""Letters about letters in words, for the pages of either. Reads only."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from directives.models import Directive, DirectiveRelation

Kind = DirectiveRelation.Kind


@dataclass(frozen=True)
class Related:
    """Another letter, and how this one stands to it: "Gia hạn", "Bị thu hồi theo"."""

    relation: DirectiveRelation
    other: Directive
    words: str


def related_letters(directive: Directive) -> list[Related]:
    """Letters this one is about and letters about it, the latest confirmed first. Two queries."""
    out = directive.relations_out.select_related("earlier", "confirmed_by")
    into = directive.relations_in.select_related("later", "confirmed_by")
    found = [Related(row, row.earlier, capfirst(row.get_kind_display())) for row in out]
    found += [Related(row, row.later, _undergone(row.kind)) for row in into]
    return sorted(found, key=lambda each: (each.relation.confirmed_at, each.relation.pk), reverse=True)


def _undergone(kind: str) -> str:
    return {
        Kind.AMENDS: _("Được sửa đổi, bổ sung theo"),
        Kind.EXTENDS: _("Được gia hạn theo"),
        Kind.CORRECTS: _("Được đính chính theo"),
        Kind.REPLACES: _("Được thay thế bằng"),
        Kind.RECALLS: _("Bị thu hồi theo"),
        Kind.URGES: _("Được đôn đốc theo"),
    }[Kind(kind)]

"""Confirming that a draft is about an issued letter, with what units had done carried along."""

from datetime import datetime

from directives.models import Directive, DirectiveRelation
from directives.services import relations
from directives.services.relations import Terms

from .superseding import carry_over, supersede


def confirm_relation(*, later: Directive, terms: Terms, actor, now: datetime, seen: str) -> DirectiveRelation:
    """As `directives.services.relations.confirm_relation`, which says what each kind does."""
    return relations.confirm_relation(
        later=later, terms=terms, actor=actor, now=now, supersede=supersede, carry=carry_over, seen=seen
    )

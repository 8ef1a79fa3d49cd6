"""The letters a unit may ask about, each with what was answered to everybody, for the unit's page of questions."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from directives.models import Delivery, Directive, Faq, Obligation, Progress
from units.access import unit_ids
from units.models import Role


@dataclass(frozen=True)
class AboutLetter:
    """One letter as its unit received it; from a unit above, where that passed work on."""

    delivery: Delivery
    faqs: list[Faq] = field(default_factory=list)

    @property
    def directive(self) -> Directive:
        return self.delivery.directive

    @property
    def giver(self) -> str:
        return self.delivery.parent.unit.name if self.delivery.parent else self.directive.issuer.name


def letters_to_ask_about(user) -> list[AboutLetter]:
    """Letters in force of the units the person reports for, the newest first. Two queries however many there are."""
    left = Obligation.objects.filter(delivery=OuterRef("pk")).exclude(progress=Progress.ENDED)
    rows = Delivery.objects.filter(Q(parent=None) | Exists(left), refused_at=None, redirected_to=None)
    rows = rows.filter(unit__in=unit_ids(user, Role.COORDINATOR, Role.FOCAL))
    rows = rows.filter(directive__in=Directive.objects.in_force().values("pk"))
    rows = list(rows.select_related("directive__issuer", "parent__unit").order_by("-directive__issued_at", "-pk"))
    published: dict[int, list[Faq]] = defaultdict(list)
    for faq in Faq.objects.in_force().filter(directive__in={row.directive_id for row in rows}).order_by("pk"):
        published[faq.directive_id].append(faq)
    return [AboutLetter(row, published[row.directive_id]) for row in rows]

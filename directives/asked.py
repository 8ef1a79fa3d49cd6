"""Whether a letter still asks a unit for anything: the one rule for receipts, as a condition on deliveries."""

from django.db.models import Exists, OuterRef, Q

from directives.models import Obligation


def still_asks() -> Q:
    """What the letter itself sends is taken in whatever it asks; what a unit above passed on, until all of it was taken
    back."""
    return Q(parent=None) | Q(Exists(Obligation.objects.had().filter(delivery=OuterRef("pk"))))

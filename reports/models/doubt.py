from django.db import models
from django.db.models import Q

from directives.models import Obligation


class Doubt(models.Model):
    """That the rows asked for a closer look at an obligation when the queue was last gone through, and why.

    Kept so that a very long queue can be narrowed; written by `mark_doubts` alone. Nobody decides on it: the page of
    the obligation says what holds now.
    """

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="+")
    name = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="doubt_once_per_obligation", fields=["name", "obligation"]),
            models.CheckConstraint(name="doubt_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self):
        return f"{self.name} {self.obligation_id}"

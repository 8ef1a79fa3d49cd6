from django.db import models
from django.utils.translation import gettext_lazy as _

from directives.models import Directive
from units.models import Unit

COUNTS = ("deeds", "times", "uncounted", "linked", "repeated")
"""What is counted of one audience through one channel, as `reports.summary.reach.Reach` names it."""


class ReachTally(models.Model):
    """What a local day changed in what a letter reached: of one audience through one channel, never across them.

    Summed up to a day, rows tell the cells of reach, and by unit (`active`) for which recipients any action stood.
    Written with each `Change` about an action, in its transaction, with the recipient the work was asked of as `unit`;
    now and then rows of a day are replaced by one with their sum and without a unit, so that reading them costs the
    same however many actions there are. What says who is active keeps its unit, and a row that says no more no cell.
    """

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="reach_tallies", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    day = models.DateField()
    audience = models.CharField(max_length=12, blank=True)
    channel = models.CharField(max_length=12, blank=True)
    deeds = models.IntegerField(default=0)
    times = models.BigIntegerField(default=0)
    uncounted = models.IntegerField(default=0)
    linked = models.IntegerField(default=0)
    repeated = models.IntegerField(default=0)
    active = models.SmallIntegerField(default=0)

    class Meta:
        verbose_name = _("số cộng sẵn về lượt tiếp cận")
        verbose_name_plural = _("số cộng sẵn về lượt tiếp cận")
        indexes = [
            models.Index(name="reach_tally_by_cell", fields=["directive", "audience", "channel", "day", *COUNTS]),
            models.Index(name="reach_tally_who_is_active", fields=["directive", "unit"], condition=~models.Q(active=0)),
        ]

    def __str__(self):
        return f"{self.directive_id} {self.day} {self.audience} {self.channel} {self.times:+d}"

from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import Unit

from .directive import Directive
from .instruction import Instruction


class ProgressTally(models.Model):
    """What a local day changed in a count: `n` more, or fewer, work of a unit that stands so from the end of it on.

    Summed up to a day, rows tell how many root obligations of a unit stood so then; those without an instruction, how
    its receipt stood (`progress` is then `Delivery.state`). Written with each `Change` in its transaction and never
    altered. Being overdue is not stored: a reader compares `due_on` with the day asked for. `counted` as on the
    obligation: work a unit was freed from stands as not applicable and uncounted, work that ended stands nowhere.
    `on_time`: done, and handed in by the due day.
    """

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="progress_tallies", db_index=False)
    instruction = models.ForeignKey(Instruction, models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    progress = models.CharField(max_length=16)
    due_on = models.DateField(null=True)
    counted = models.BooleanField()
    on_time = models.BooleanField()
    n = models.SmallIntegerField()

    class Meta:
        verbose_name = _("số cộng sẵn về tiến độ")
        verbose_name_plural = _("số cộng sẵn về tiến độ")
        indexes = [
            # All that a reader sums, in the order in which it groups: the rows themselves are not read.
            models.Index(
                name="progress_tally_by_state",
                fields=[
                    "directive",
                    "unit",
                    "instruction",
                    "progress",
                    "due_on",
                    "counted",
                    "on_time",
                    "day",
                    "n",
                ],
            ),
        ]
        constraints = [models.CheckConstraint(name="progress_tally_changes_something", condition=~models.Q(n=0))]

    def __str__(self):
        return f"{self.directive_id} {self.unit_id} {self.day} {self.progress} {self.n:+d}"


class Tallied(models.Model):
    """A letter whose tallies are whole: kept since its issue, or built from the log. Without this row, or while
    `differences` were found, its figures are folded from the log instead."""

    directive = models.OneToOneField(Directive, models.PROTECT, primary_key=True, related_name="tallied")
    built_at = models.DateTimeField(_("cộng từ nhật ký lúc"))
    checked_at = models.DateTimeField(_("đối chiếu lúc"), null=True)
    differences = models.PositiveIntegerField(_("số chỗ không khớp nhật ký"), default=0)

    class Meta:
        verbose_name = _("số cộng sẵn của văn bản")
        verbose_name_plural = _("số cộng sẵn của văn bản")

    def __str__(self):
        return str(self.directive)

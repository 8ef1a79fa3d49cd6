from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.rows import where
from directives.access import unit_rows_q
from directives.chain import below_q, ups
from units.models import Unit

from .delivery import Delivery
from .instruction import Instruction


class Progress(models.TextChoices):
    """How far an obligation is. These values are final: they stand in `Change` for ever."""

    NOT_STARTED = "not_started", _("chưa thực hiện")
    IN_PROGRESS = "in_progress", _("đang thực hiện")
    WAITING = "waiting", _("chờ xác nhận")
    RETURNED = "returned", _("trả lại")
    DONE = "done", _("hoàn thành")
    NOT_APPLICABLE = "not_applicable", _("không áp dụng")
    ENDED = "ended", _("đã kết thúc")


OPEN = (Progress.NOT_STARTED, Progress.IN_PROGRESS, Progress.RETURNED)
"""The unit's turn. "Chờ xác nhận" is not open: the unit's clock stands still while the officer reviews."""


class ObligationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The person's own rows and those below; also what came of work the person's unit passed on to a unit beside it
        in the tree, as an office of a district does to a ward."""
        units = ("unit", "responsible_unit", *(f"{path}__responsible_unit" for path in ups()))
        return where(self, unit_rows_q(user, "delivery__directive__", *units))

    def counted(self):
        """Binding roots: the denominator of every rate."""
        return self.filter(counted=True)

    def relayed(self):
        """Binding work passed on by a unit that still has it to do: what is asked of units the letter does not name."""
        return self.filter(parent__progress__in=OPEN, instruction__binding=True)

    def reminded(self):
        """What a unit is reminded of: its place in the denominator, or what a unit above it is waiting for."""
        return self.filter(Q(counted=True) | Q(parent__progress__in=OPEN, instruction__binding=True))

    def below(self, obligations):
        """What was passed on from these obligations, over any number of units. The instruction narrows the search."""
        obligations = list(obligations)
        rows = self.filter(instruction__in={each.instruction_id for each in obligations})
        return rows.filter(below_q("pk__in", [each.pk for each in obligations]))

    def had(self):
        """What a unit has or had for good: all that the letter asks, and what was passed on and not taken back."""
        return self.exclude(parent__isnull=False, progress__in=[Progress.ENDED, Progress.NOT_APPLICABLE])

    def open(self):
        return self.filter(progress__in=OPEN)

    def overdue(self, day: date):
        """Open and past its day, as seen on a local day; never stored."""
        return self.open().filter(due_on__lt=day)


class Obligation(models.Model):
    """One instruction owed by one unit. `unit` never moves; a merger moves `responsible_unit` from a day on."""

    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="obligations")
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="obligations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="obligations")
    responsible_unit = models.ForeignKey(Unit, models.PROTECT, related_name="obligations_carried")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    due_on = models.DateField(_("hạn"))
    due_time = models.TimeField(_("giờ"), null=True, blank=True)
    progress = models.CharField(_("tiến độ"), max_length=16, choices=Progress, default=Progress.NOT_STARTED)
    submitted_at = models.DateTimeField(null=True, blank=True)
    progress_at = models.DateTimeField()
    counted = models.BooleanField(default=True)
    last_change = models.ForeignKey(
        "directives.Change", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhiệm vụ")
        verbose_name_plural = _("nhiệm vụ")
        ordering = ["delivery__unit_sort_key", "instruction__order"]
        indexes = [
            models.Index(name="obligation_open_by_day", fields=["due_on", "progress"], condition=Q(counted=True)),
            # The review queue: its order first, then all that its counts ask, so that none reads the rows themselves.
            models.Index(
                name="obligation_by_submission",
                fields=["progress", "submitted_at", "id", "instruction", "unit"],
                condition=Q(parent=None),
            ),
            models.Index(
                name="obligation_by_progress",
                fields=["progress", "progress_at", "id", "instruction"],
                condition=Q(parent=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_root_obligation_per_instruction_and_unit",
                fields=["instruction", "unit"],
                condition=Q(parent=None),
            ),
            models.UniqueConstraint(
                name="one_child_obligation_per_parent_and_unit",
                fields=["parent", "unit"],
                condition=Q(parent__isnull=False),
            ),
            models.CheckConstraint(name="only_roots_are_counted", condition=Q(counted=False) | Q(parent=None)),
            models.CheckConstraint(name="progress_is_known", condition=Q(progress__in=Progress.values)),
            models.CheckConstraint(
                name="waiting_and_done_were_submitted",
                condition=~Q(progress__in=[Progress.WAITING, Progress.DONE]) | Q(submitted_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.instruction} – {self.delivery.unit_name}"

    @property
    def accepting_until(self) -> date | None:
        """The last day on which actions are recorded for it, never before its own; None while none is set."""
        until = self.delivery.directive.campaign.accepting_until
        return max(until, self.due_on) if until else None

    @property
    def is_open(self) -> bool:
        return self.progress in OPEN

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.rows import where
from directives.access import unit_rows_q
from units.access import REPORTING_ROLES, unit_ids
from units.models import Role, Unit

from .delivery import Delivery
from .directive import Directive
from .obligation import Obligation

MOST_WORDS = 4000
"""Characters of one post, and of each half of a published answer."""


def not_too_long(column: str) -> LessThanOrEqual:
    return LessThanOrEqual(Length(F(column)), MOST_WORDS)


class Side(models.TextChoices):
    """The two sides of a question: the unit that has the work, and the one it has it from."""

    UNIT = "unit", _("đơn vị thực hiện")
    ISSUER = "issuer", _("cơ quan giao việc")

    @property
    def other(self) -> "Side":
        return Side.ISSUER if self == Side.UNIT else Side.UNIT


def unit_side_q(user) -> Q:
    """Questions about work of a unit for which the person reports."""
    ids = unit_ids(user, *REPORTING_ROLES)
    return Q(obligation=None, delivery__unit__in=ids) | Q(obligation__responsible_unit__in=ids)


def issuer_side_q(user) -> Q:
    """Questions about work that the person's unit gave: it issued the letter, or passed the work on."""
    ids, coordinating = unit_ids(user, *REPORTING_ROLES), unit_ids(user, Role.COORDINATOR)
    of_letter = Q(obligation=None, delivery__parent=None) | Q(obligation__isnull=False, obligation__parent=None)
    passed_on = Q(obligation=None, delivery__parent__unit__in=ids) | Q(obligation__parent__responsible_unit__in=ids)
    return of_letter & Q(directive__issuer__in=coordinating) | passed_on


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As obligations: one's own rows and those below, and what one's unit passed on to another."""
        units = ("delivery__unit", "obligation__responsible_unit")
        givers = ("delivery__parent__unit", "obligation__parent__responsible_unit")
        return where(self, unit_rows_q(user, "directive__", *units, *givers))

    def in_force(self):
        """Of letters that are still carried out: of others nobody owes an answer."""
        return self.filter(directive__recalled_at=None, directive__campaign__closed_at=None)

    def owed_by(self, user):
        """What the person's side has to answer."""
        owed = Q(opened_side=Side.ISSUER) & unit_side_q(user) | Q(opened_side=Side.UNIT) & issuer_side_q(user)
        return self.filter(owed, state=Question.State.OPEN)

    def awaited_by(self, user):
        """What the person's side has asked, and nobody has answered yet."""
        return self.filter(_asked_by(user), state=Question.State.OPEN)

    def answered_to(self, user):
        """What the person's side has asked and got an answer to."""
        return self.filter(_asked_by(user), state=Question.State.ANSWERED)

    def with_unread(self, user):
        """Adds `unread`: there are words of somebody else that the person has not opened."""
        read = QuestionReading.objects.filter(question=OuterRef("pk"), person=user, read_at__gte=OuterRef("last_at"))
        return self.annotate(unread=~Exists(read))


def _asked_by(user) -> Q:
    return Q(opened_side=Side.UNIT) & unit_side_q(user) | Q(opened_side=Side.ISSUER) & issuer_side_q(user)


class Question(models.Model):
    """What one side asks the other about a letter or one obligation. It is open while the side asked owes an answer.

    The sides follow the work: after a merger the unit that carries the obligation stands on the unit's side.
    `passed_from` is the question of a unit below, which the unit that passed the work on asks the issuing unit.
    """

    class State(models.TextChoices):
        OPEN = "open", _("chờ trả lời")
        ANSWERED = "answered", _("đã trả lời")
        CLOSED = "closed", _("đã kết thúc")

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="questions")
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="questions")
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, blank=True, related_name="questions")
    passed_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="passed_to")
    opened_side = models.CharField(max_length=8, choices=Side)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("hỏi lúc"))
    state = models.CharField(_("trạng thái"), max_length=8, choices=State, default=State.OPEN)
    state_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    last_at = models.DateTimeField()
    client_uuid = models.UUIDField(unique=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("câu hỏi")
        verbose_name_plural = _("câu hỏi")
        ordering = ["state_at", "pk"]
        indexes = [models.Index(name="question_by_letter", fields=["directive", "state", "state_at"])]
        constraints = [
            models.CheckConstraint(
                name="question_state_is_known", condition=Q(state__in=["open", "answered", "closed"])
            ),
            models.CheckConstraint(name="question_side_is_known", condition=Q(opened_side__in=["unit", "issuer"])),
            models.CheckConstraint(
                name="closed_question_says_by_whom",
                condition=Q(state="closed", closed_by__isnull=False) | ~Q(state="closed") & Q(closed_by=None),
            ),
            models.CheckConstraint(
                name="question_moves_after_it_was_asked",
                condition=Q(state_at__gte=F("opened_at"), last_at__gte=F("opened_at")),
            ),
            models.UniqueConstraint(name="question_is_passed_on_once", fields=["passed_from"]),
        ]

    def __str__(self):
        return f"{self.delivery}: {self.get_state_display()}"

    @property
    def unit(self) -> Unit:
        """The unit that has the work now."""
        return self.obligation.responsible_unit if self.obligation else self.delivery.unit

    @property
    def giver(self) -> Unit | None:
        """The unit that passed the work on; None where the letter itself gave it."""
        if self.obligation:
            return self.obligation.parent.responsible_unit if self.obligation.parent else None
        return self.delivery.parent.unit if self.delivery.parent else None

    @property
    def given_by(self) -> Unit:
        """The unit that the work came from: it passed it on, or issued the letter."""
        return self.giver or self.directive.issuer

    def unit_on(self, side: str) -> Unit:
        return self.unit if side == Side.UNIT else self.given_by

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def owing_side(self) -> Side | None:
        """The side that owes an answer; None when nobody does."""
        return Side(self.opened_side).other if self.is_open else None


class QuestionPost(models.Model):
    """What somebody wrote in a question; never altered, never deleted."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="posts")
    side = models.CharField(max_length=8, choices=Side)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    acting_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    text = models.TextField(_("nội dung"))
    at = models.DateTimeField()
    client_uuid = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("trao đổi")
        verbose_name_plural = _("trao đổi")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="post_has_words", condition=~Q(text="")),
            models.CheckConstraint(name="post_is_not_too_long", condition=not_too_long("text")),
            models.CheckConstraint(name="post_side_is_known", condition=Q(side__in=["unit", "issuer"])),
        ]

    def __str__(self):
        return f"{self.acting_unit}: {self.text[:60]}"


class QuestionReading(models.Model):
    """Up to when a person has read a question."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_reading_per_question_and_person", fields=["question", "person"])
        ]

    def __str__(self):
        return f"{self.person_id} – {self.question_id}"


class FaqQuerySet(models.QuerySet):
    def in_force(self):
        """What stands on the letter's page now: neither withdrawn nor replaced by a newer version."""
        return self.filter(withdrawn_at=None)


class Faq(models.Model):
    """A question and its answer, published to every recipient of a letter. Other words are a new version."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="faqs")
    question = models.TextField(_("câu hỏi"))
    answer = models.TextField(_("trả lời"))
    source = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="faqs")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("đăng lúc"))
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("gỡ lúc"), null=True, blank=True)
    client_uuid = models.UUIDField(unique=True, editable=False)

    objects = FaqQuerySet.as_manager()

    class Meta:
        verbose_name = _("hỏi đáp chung")
        verbose_name_plural = _("hỏi đáp chung")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="faq_has_words", condition=~Q(question="") & ~Q(answer="")),
            models.CheckConstraint(
                name="faq_is_not_too_long", condition=Q(not_too_long("question")) & Q(not_too_long("answer"))
            ),
            models.CheckConstraint(
                name="faq_is_withdrawn_whole",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_at__gte=F("published_at"), withdrawn_by__isnull=False),
            ),
            models.UniqueConstraint(name="faq_is_replaced_once", fields=["replaces"]),
            models.UniqueConstraint(
                name="one_faq_in_force_per_question", fields=["source"], condition=Q(withdrawn_at=None)
            ),
        ]

    def __str__(self):
        return self.question[:80]

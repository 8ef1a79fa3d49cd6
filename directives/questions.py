"""Who stands on which side of a question, and who reads what is published; read only."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from directives.access import coordinates, reports_for
from directives.models import Delivery, Directive, Obligation, Progress, Question, Side


def sides(user, question: Question) -> set[Side]:
    """The sides on which the person may write: reporting for the unit, or for who gave it the work.

    Where the letter gave it, that is a coordinator of the issuing unit; where a unit passed it on, who reports for it.
    """
    found = set()
    if reports_for(user, question.unit.pk):
        found.add(Side.UNIT)
    giver = question.giver
    if reports_for(user, giver.pk) if giver else coordinates(user, question.directive):
        found.add(Side.ISSUER)
    return found


def side_to_write(user, question: Question, last_side: str) -> Side | None:
    """The side on which the person's next words stand; of two, the one that has not spoken last. None: only reads."""
    found = sides(user, question)
    return next((side for side in found if side != last_side), None) or next(iter(found), None)


def needing(user) -> QuerySet[Question]:
    """Questions that ask something of the person: their side owes an answer, or has got one they have not read."""
    rows = Question.objects.in_force().with_unread(user)
    answered = Question.objects.answered_to(user)
    return rows.filter(Q(pk__in=Question.objects.owed_by(user)) | Q(pk__in=answered, unread=True))


def needing_count(user) -> int:
    """The number in the menu."""
    return needing(user).count()


def faq_recipients(directive: Directive) -> QuerySet[Delivery]:
    """Units that a published answer is for: who has the letter, whom work was passed on to and not taken back."""
    left = Obligation.objects.filter(delivery=OuterRef("pk")).exclude(progress=Progress.ENDED)
    has_it = Q(parent=None) | Exists(left)
    return directive.deliveries.filter(has_it, refused_at=None, redirected_to=None)


def faq_reach(directive: Directive) -> dict[str, int]:
    """How many units read a published answer: `direct` the letter's own recipients, `below` whom these gave work."""
    sides_of = {"direct": Count("pk", filter=Q(parent=None)), "below": Count("pk", filter=~Q(parent=None))}
    found = faq_recipients(directive).aggregate(**sides_of)
    return found | {"count": sum(found.values())}

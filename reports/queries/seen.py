"""The newest thing that happened to an obligation or to what was done for it: what a reviewer has, or has not, seen."""

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest

from directives.models import About, Change, Event, Obligation
from reports.models import ActionObligation

TOUCHED = (Event.EDITED, Event.WITHDRAWN)


def seen_marks(keys: Iterable[int]) -> dict[int, int | None]:
    """The last change of each obligation, also of the actions that serve it: one may be mended while the work waits,
    because it serves another too, or after it was accepted. One query."""
    touched = Change.objects.filter(about=About.ACTION, about_id=OuterRef("action"), event__in=TOUCHED)
    served = ActionObligation.objects.filter(obligation=OuterRef("pk"))
    served = served.annotate(mark=Subquery(touched.order_by("-pk").values("pk")[:1])).filter(mark__isnull=False)
    of_actions = Coalesce(Subquery(served.order_by("-mark").values("mark")[:1]), 0)
    rows = Obligation.objects.filter(pk__in=keys).order_by()
    rows = rows.annotate(mark=Greatest(Coalesce("last_change", 0), of_actions))
    return {pk: mark or None for pk, mark in rows.values_list("pk", "mark")}

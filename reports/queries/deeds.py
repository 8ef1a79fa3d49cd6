"""Actions with what proves them, as the pages of the unit and of the reviewer show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.db.models import Prefetch, QuerySet

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.models import StoredFile
from directives.models import Progress
from reports.models import Action, Evidence, Review
from reports.services.actions import MENDABLE

from .links import LinkState, link_state


@dataclass(frozen=True)
class Proof:
    """A file or a web address. `width` and `height` are those of the copy that is shown, of pictures only."""

    pk: int
    name: str
    url: str
    size: int
    is_picture: bool
    width: int | None
    height: int | None
    taken_at: datetime | None
    stored: StoredFile | None
    link: LinkState | None = None

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def is_file(self) -> bool:
        return not self.url


@dataclass(frozen=True)
class Deed:
    """An action of a unit. `reason` is why it was returned, while it is."""

    pk: int
    channel: str
    channel_key: str
    audience: str
    done_on: date
    reach: int | None
    description: str
    materials: list[str]
    proofs: list[Proof]
    state: str
    receipt: str
    unit: str
    recorded_at: datetime
    recorded_by: str
    is_mendable: bool
    serves: list[int]
    reason: str = ""

    @property
    def pictures(self) -> list[Proof]:
        return [proof for proof in self.proofs if proof.is_picture]

    @property
    def others(self) -> list[Proof]:
        """Files that are no pictures, and addresses."""
        return [proof for proof in self.proofs if not proof.is_picture]

    @property
    def links(self) -> list[Proof]:
        return [proof for proof in self.proofs if not proof.is_file]

    @property
    def is_pending(self) -> bool:
        return self.state in (Action.State.SUBMITTED, Action.State.RESUBMITTED)

    @property
    def is_returned(self) -> bool:
        return self.state == Action.State.RETURNED

    @property
    def recorded_on(self) -> date:
        return local_day(self.recorded_at)


def deeds(actions: QuerySet[Action]) -> list[Deed]:
    """Actions, oldest first, withdrawn ones left out. Five queries however many there are."""
    kept = Evidence.objects.kept().select_related("stored__display", "watch__latest", "watch__kept")
    returns = Review.objects.filter(verdict=Review.Verdict.RETURNED).order_by("pk")
    rows = (
        actions.kept()
        .select_related("unit", "recorded_by")
        .prefetch_related(
            Prefetch("evidence", queryset=kept),
            Prefetch("reviews", queryset=returns),
            "materials",
            "serves__obligation",
        )
        .order_by("done_on", "pk")
    )
    return [deed(row) for row in rows]


def deed(row: Action) -> Deed:
    """One action as plain data; its evidence, reviews, materials and obligations are to be prefetched."""
    returns = list(row.reviews.all())
    served = [each.obligation for each in row.serves.all()]
    waits = any(each.progress == Progress.WAITING for each in served)
    is_returned = row.state == Action.State.RETURNED
    return Deed(
        pk=row.pk,
        channel=row.get_channel_display(),
        channel_key=row.channel,
        audience=row.get_audience_display(),
        done_on=row.done_on,
        reach=row.reach,
        description=row.description,
        materials=[material.title for material in row.materials.all()],
        proofs=[proof(each) for each in row.evidence.all()],
        state=row.state,
        receipt=row.receipt,
        unit=row.unit.name,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by.full_name,
        is_mendable=row.state in MENDABLE and not (waits and row.state == Action.State.RESUBMITTED),
        serves=[each.pk for each in served],
        reason=returns[-1].reason if is_returned and returns else "",
    )


def proof(row: Evidence) -> Proof:
    stored = row.stored
    shown = stored.shown if stored else None
    is_picture = bool(stored and stored.content_type.startswith("image/"))
    return Proof(
        pk=row.pk,
        name=row.original_name or row.url,
        url=row.url,
        size=stored.size if stored else 0,
        is_picture=is_picture,
        width=shown.width if is_picture else None,
        height=shown.height if is_picture else None,
        taken_at=stored.taken_at if stored else None,
        stored=stored,
        link=link_state(row),
    )


def files_of(found: Iterable[Deed]) -> list[Proof]:
    return [proof for each in found for proof in each.proofs if proof.is_file]

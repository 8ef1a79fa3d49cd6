"""Actions with what proves them, as the pages of the unit and of the reviewer show them."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.db.models import Prefetch, QuerySet

from campaign_portal.lib.contents import KINDS, label_of
from campaign_portal.lib.dates import local_day
from campaign_portal.lib.models import StoredFile
from reports.models import Action, ActionObligation, Evidence
from reports.services.mending import is_correction, why_kept, why_shut

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
    def has_preview(self) -> bool:
        return bool(self.stored and self.stored.preview_id)

    @property
    def kind(self) -> str:
        """What kind of file it is, in words; nothing for an address."""
        return label_of(self.stored.content_type) if self.stored else ""

    @property
    def icon(self) -> str:
        kind = self.stored.content_type if self.stored else ""
        return {"video/mp4": "play", KINDS["xlsx"].content_type: "sheet"}.get(kind, "file" if kind else "link")

    @property
    def is_file(self) -> bool:
        return not self.url


@dataclass(frozen=True)
class Deed:
    """An action of a unit. `reason` is why it was returned, while it is; `is_corrected`: changed since its acceptance,
    and waiting for another look; `event` is the action under which what happened was recorded first."""

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
    unit_id: int
    event: int
    recorded_at: datetime
    recorded_by: str
    serves: list[int]
    is_mendable: bool = False
    is_withdrawable: bool = False
    is_corrected: bool = False
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
    def is_accepted(self) -> bool:
        return self.state == Action.State.ACCEPTED

    @property
    def is_pending(self) -> bool:
        return self.state in (Action.State.SUBMITTED, Action.State.RESUBMITTED)

    @property
    def is_returned(self) -> bool:
        return self.state == Action.State.RETURNED

    @property
    def recorded_on(self) -> date:
        return local_day(self.recorded_at)


def deeds(actions: QuerySet[Action], *, today: date | None = None) -> list[Deed]:
    """Actions, oldest first, withdrawn ones left out. Five queries however many there are.

    `today` is the local day for which they are offered to be changed; without it none is.
    """
    kept = Evidence.objects.kept().select_related("stored__display", "watch__latest", "watch__kept")
    serves = ActionObligation.objects.select_related("obligation__delivery__directive__campaign")
    rows = (
        actions.kept()
        .select_related("unit", "recorded_by", "directive__campaign", "directive__issuer")
        .prefetch_related(
            Prefetch("evidence", queryset=kept),
            Prefetch("serves", queryset=serves.select_related("obligation__delivery__directive__issuer")),
            "materials",
            "reviews",
        )
        .order_by("done_on", "pk")
    )
    return [deed(row, today=today) for row in rows]


def deed(row: Action, *, today: date | None = None) -> Deed:
    """One action as plain data; its evidence, reviews, materials and obligations are to be prefetched."""
    last = max(row.reviews.all(), key=lambda each: each.pk, default=None)
    served = [each.obligation for each in row.serves.all()]
    is_mendable = today is not None and not why_shut(row, served, today)
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
        unit_id=row.unit_id,
        event=row.copy_of_id or row.pk,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by.full_name,
        serves=[each.pk for each in served],
        is_mendable=is_mendable,
        is_withdrawable=is_mendable and not why_kept(row, served, today),
        is_corrected=row.state == Action.State.RESUBMITTED and is_correction(row),
        reason=last.reason if last and row.state == Action.State.RETURNED else "",
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

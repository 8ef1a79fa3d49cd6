"""Whether work may be sent as it stands, for many rows at once: what `services.declaring.checklist` asks of one."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from directives.chain import below_q, ups
from directives.models import Obligation, Progress
from reports.models import Action, ActionObligation, Evidence


@dataclass
class Ready:
    """What there is of a piece of work. `own`: the unit's own actions that stand; `below`: those of units below it;
    `to_mend`: its own that were returned, by key."""

    is_returned: bool = False
    own: int = 0
    below: int = 0
    proofs: int = 0
    to_mend: list[int] = field(default_factory=list)

    @property
    def has_begun(self) -> bool:
        return bool(self.own or self.below)

    @property
    def is_complete(self) -> bool:
        """A test holds it to the checklist."""
        return bool(self.has_begun and self.proofs) and not (self.is_returned and self.to_mend)

    @property
    def lacks_proof(self) -> bool:
        return self.has_begun and not self.proofs

    @property
    def mend_id(self) -> int | None:
        """The one action that was returned with the work, where it is one."""
        return self.to_mend[0] if len(self.to_mend) == 1 else None

    def add(self, action: int, state: str, is_proved: bool, *, is_own: bool) -> None:
        is_returned = state == Action.State.RETURNED
        if is_own:
            self.own += 1
            self.to_mend += [action] if is_returned else []
        elif is_returned:
            return  # what was sent back to a unit below proves nothing
        else:
            self.below += 1
        self.proofs += is_proved


def ready(rows: Collection[Obligation]) -> dict[int, Ready]:
    """Of each row by its key. One query, whatever their number; none for none."""
    found = {row.pk: Ready(is_returned=row.progress == Progress.RETURNED) for row in rows}
    if not found:
        return found
    proof = Exists(Evidence.objects.filter(action=OuterRef("action"), removed_at=None))
    served = ActionObligation.objects.filter(
        Q(obligation__in=found) | below_q("pk__in", list(found), "obligation__"),
        obligation__instruction__in={row.instruction_id for row in rows},
    ).exclude(action__state=Action.State.WITHDRAWN)
    paths = [f"{path}__pk" for path in ups("obligation__")]
    for action, state, is_proved, own, *above in served.values_list(
        "action", "action__state", proof, "obligation", *paths
    ):
        for pk in found.keys() & {own, *above}:
            found[pk].add(action, state, is_proved, is_own=pk == own)
    return found

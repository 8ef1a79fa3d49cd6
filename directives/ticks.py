"""The ticks of "Nơi nhận": lines and groups that mean the same units are ticked together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from campaign_portal.lib.text import fold
from directives.models import Directive, RecipientGroup, RecipientGroupUnit
from units.models import Unit, UnitKind

SHOWN = 30


@dataclass
class Kind:
    """Units of one kind in a bundle; those the officer has to confirm stand apart."""

    label: str
    key: str
    certain: bool
    members: list[RecipientGroupUnit] = field(default_factory=list)

    @property
    def note(self) -> str:
        """What is uncertain, when it is the same for all of them."""
        notes = {member.unit.certainty_note for member in self.members}
        return notes.pop() if len(notes) == 1 and not self.certain else ""

    @property
    def all_chosen(self) -> bool:
        return all(member.chosen for member in self.members)


@dataclass
class Bundle:
    """Lines of "Kính gửi" and groups of tasks that mean the same units: one question for the officer, not two.

    "Sở, Ban ngành thành phố" among the addressees and "Các Sở, Ban ngành thành phố" before its tasks are one.
    """

    groups: list[RecipientGroup]

    @property
    def key(self) -> str:
        return "-".join(str(group.pk) for group in self.groups)

    @property
    def members(self) -> list[RecipientGroupUnit]:
        return list(self.groups[0].members.all())

    @property
    def kinds(self) -> list[Kind]:
        kinds: dict[tuple, Kind] = {}
        for member in self.members:
            place = (not member.unit.is_certain, UnitKind(member.unit.kind).rank)
            label = UnitKind(member.unit.kind).label
            kind = kinds.setdefault(place, Kind(label, member.unit.kind, member.unit.is_certain))
            kind.members.append(member)
        return [kinds[place] for place in sorted(kinds)]

    @property
    def phrase(self) -> str:
        return self.groups[0].phrase

    @property
    def tasks(self) -> int:
        """Binding instructions for these units, apart from those for all."""
        return sum(group.tasks for group in self.groups)

    @property
    def chosen(self) -> int:
        return sum(member.chosen for member in self.members)

    @property
    def is_addressee(self) -> bool:
        return any(group.source == RecipientGroup.Source.ADDRESSEE for group in self.groups)

    @property
    def task_phrases(self) -> list[str]:
        return [group.phrase for group in self.groups if group.source == RecipientGroup.Source.TASK]


def bundles_of(directive: Directive) -> list[Bundle]:
    """The directive's lines and groups, in the order of the letter, those with equal units and ticks together."""
    tasks = Count("instructions", filter=Q(instructions__binding=True, instructions__ended_at=None))
    groups = directive.groups.annotate(tasks=tasks).prefetch_related("members__unit").order_by("source", "order")
    found: dict[object, Bundle] = {}
    for group in groups:
        same = frozenset((member.unit_id, member.chosen) for member in group.members.all()) or group.pk
        found.setdefault(same, Bundle([])).groups.append(group)
    return list(found.values())


def found_units(directive: Directive, query: str, *, day: date) -> list[Unit]:
    """Units whose name or abbreviation holds the words searched, as the registry stands on a day."""
    if not fold(query):
        return []
    units = Unit.objects.valid_on(day).exclude(pk=directive.issuer_id)
    for word in fold(query).split():
        units = units.filter(folded__contains=word)
    return list(units.select_related("area")[:SHOWN])


@dataclass
class Ticks:
    """What was sent: group key → unit keys, and how many units the officer added by searching."""

    chosen: dict[int, set[int]]
    added: int = 0


def ticks_of(posted: Mapping, bundles: list[Bundle]) -> Ticks:
    """Read the ticks of a form. `posted` is a QueryDict; what is not a number or no group of the letter is passed over.

    Fields: `bundle` (keys shown), `u<key>` (units ticked), `tick_kind` "<key>:<kind>" (tick all of a kind),
    `add` (units found) with `add_to` (key of their bundle) when the button `adding` was pressed.
    """
    own = {group.pk for bundle in bundles for group in bundle.groups}
    chosen: dict[int, set[int]] = {}
    added = _numbers(posted.getlist("add")) if "adding" in posted else set()
    for key in posted.getlist("bundle"):
        units = _numbers(posted.getlist(f"u{key}")) | _kind_ticked(posted.get("tick_kind", ""), key, bundles)
        units |= added if posted.get("add_to") == key else set()
        chosen |= dict.fromkeys(_numbers(key.split("-")) & own, units)
    return Ticks(chosen, len(added))


def _numbers(values) -> set[int]:
    return {int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 19}


def _kind_ticked(pressed: str, key: str, bundles: list[Bundle]) -> set[int]:
    bundle_key, _colon, kind = pressed.partition(":")
    if bundle_key != key:
        return set()
    members = [member for bundle in bundles if bundle.key == key for member in bundle.members]
    return {member.unit_id for member in members if member.unit.kind == kind}

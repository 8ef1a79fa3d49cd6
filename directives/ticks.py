"""The ticks of "Nơi nhận": lines and groups that mean the same units are ticked together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Prefetch, Q

from campaign_portal.lib.text import fold
from directives.models import Directive, RecipientGroup, RecipientGroupUnit
from units.models import Unit, UnitKind

SHOWN = 30
"""Units a search finds at most, and units of a kind that may stand open."""
UNFOLDED = 12


@dataclass
class Kind:
    """Units of one kind in a bundle; those the officer has to confirm stand apart."""

    label: str
    key: str
    certain: bool
    members: list[RecipientGroupUnit] = field(default_factory=list)
    why: str = ""

    @property
    def chosen(self) -> int:
        return sum(member.chosen for member in self.members)

    @property
    def is_folded(self) -> bool:
        """A long list that is ticked whole, or not at all, shows its count first; a very long one always."""
        return self.is_long and (self.chosen in (0, len(self.members)) or len(self.members) > SHOWN)

    @property
    def is_long(self) -> bool:
        return len(self.members) > UNFOLDED

    @property
    def note(self) -> str:
        """What is uncertain, when it is the same for all of them."""
        notes = {member.unit.certainty_note for member in self.members}
        return notes.pop() if len(notes) == 1 and not self.certain else ""

    @property
    def all_chosen(self) -> bool:
        return self.chosen == len(self.members)


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
    members = Prefetch("members", RecipientGroupUnit.objects.select_related("unit"))
    groups = directive.groups.annotate(tasks=tasks).prefetch_related(members).order_by("source", "order")
    found: dict[object, Bundle] = {}
    for group in groups:
        same = frozenset((member.unit_id, member.chosen) for member in group.members.all()) or group.pk
        found.setdefault(same, Bundle([])).groups.append(group)
    return list(found.values())


def left_open(bundles: list[Bundle]) -> int:
    """How many units whose part is uncertain stand on the page and are ticked nowhere: none of them gets the letter."""
    members = [member for bundle in bundles for member in bundle.members]
    ticked = {member.unit_id for member in members if member.chosen}
    return len({member.unit_id for member in members if not member.unit.is_certain} - ticked)


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

    Fields: `bundle` (keys shown), `u<key>` (units ticked), `tick_kind` or `untick_kind` "<key>:<kind>" (all of a kind),
    `add` (units found) with `add_to` (key of their bundle) when the button `adding` was pressed.
    """
    own = {group.pk for bundle in bundles for group in bundle.groups}
    chosen: dict[int, set[int]] = {}
    added = _numbers(posted.getlist("add")) if "adding" in posted else set()
    for key in posted.getlist("bundle"):
        units = _numbers(posted.getlist(f"u{key}")) | _of_kind(posted.get("tick_kind", ""), key, bundles)
        units -= _of_kind(posted.get("untick_kind", ""), key, bundles)
        units |= added if posted.get("add_to") == key else set()
        chosen |= dict.fromkeys(_numbers(key.split("-")) & own, units)
    return Ticks(chosen, len(added))


@dataclass(frozen=True)
class Said:
    """What the officer said of some words: whom they mean (or `nobody`), or which remembered words to `forget`.

    `ticked_in` is a group of the bundle whose further ticks are meant.
    """

    phrase: str = ""
    units: frozenset[int] = frozenset()
    nobody: bool = False
    ticked_in: int | None = None
    forget: int | None = None


def said_of(posted: Mapping) -> Said | None:
    """Read which button was pressed beside the words of a line; None for a button that only saves the ticks.

    Fields: `words-<n>` and `line-<n>` (words asked about and the key of their bundle), `is` "<n>:<unit>" (the unit near
    by), `nobody` <n>, `ticked` <n>, `found` with `for` (words searched for) and `add` (units found), `forget` <alias>.
    """
    if forgotten := _numbers([posted.get("forget", "")]):
        return Said(forget=forgotten.pop())
    if "found" in posted:
        return Said(posted.get("for", ""), frozenset(_numbers(posted.getlist("add"))))
    number, _colon, unit = posted.get("is", "").partition(":")
    if number:
        return Said(_words(posted, number), frozenset(_numbers([unit])))
    if "nobody" in posted:
        return Said(_words(posted, posted["nobody"]), nobody=True)
    if "ticked" in posted:
        groups = _numbers(posted.get(f"line-{posted['ticked']}", "").split("-"))
        return Said(_words(posted, posted["ticked"]), ticked_in=min(groups, default=None))
    return None


def words_sought(posted: Mapping) -> str:
    """The words for which the officer wants to look for a unit; empty for a search of no words in particular."""
    return _words(posted, posted["find"]) if "find" in posted else posted.get("for", "")


def _words(posted: Mapping, number: str) -> str:
    return posted.get(f"words-{number}", "").strip()


def _numbers(values) -> set[int]:
    return {int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 19}


def _of_kind(pressed: str, key: str, bundles: list[Bundle]) -> set[int]:
    bundle_key, _colon, kind = pressed.partition(":")
    if bundle_key != key:
        return set()
    members = [member for bundle in bundles if bundle.key == key for member in bundle.members]
    return {member.unit_id for member in members if member.unit.kind == kind}

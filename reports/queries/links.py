"""What is known of a web address given as evidence: one line beside it, and a page with every look and the copy."""

from dataclasses import dataclass
from datetime import date, datetime

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.status import STATES
from campaign_portal.lib.storage import open_stored
from directives.models import Obligation
from reports.links.archive import Copy, read_copy
from reports.links.judge import Finding, without_www
from reports.links.words import sentence
from reports.models import Evidence, LinkCheck, LinkWatch

MOST_LOOKS = 30
TONES = {"yes": "done", "no": "soon", "unknown": "none"}
ICONS = {"yes": "done", "no": "late", "unknown": "info"}


@dataclass(frozen=True)
class LinkState:
    """The line beside a link. `state` is a key of the table of states."""

    state: str
    checked_at: datetime
    dead_since: date | None
    kept_on: date | None
    doubts: tuple[tuple[str, str], ...] = ()
    """Of what does not agree: the aspect, and the sentence."""


@dataclass(frozen=True)
class Reason:
    """One aspect of a look in words."""

    icon: str
    tone: str
    words: str
    needs_look: bool


@dataclass(frozen=True)
class LookLine:
    """One look, as a line of the timeline."""

    words: str
    note: str
    at: datetime
    icon: str
    tone: str


@dataclass(frozen=True)
class KeptCopy:
    """An archived copy that can be taken away; `number` names it in the address."""

    number: int
    at: datetime
    size: int
    sha256: str


@dataclass(frozen=True)
class LinkPage:
    evidence: Evidence
    state: LinkState
    title: str
    led_to: str
    reasons: list[Reason]
    looks: list[LookLine]
    more: int
    copies: list[KeptCopy]
    copy: Copy | None
    is_lost: bool
    serves: list[Obligation]

    @property
    def host(self) -> str:
        return without_www(self.evidence.url).partition("/")[0] or self.evidence.url


def link_state(evidence: Evidence) -> LinkState | None:
    """The state of a row whose `watch` came with it; None where nothing was looked at yet. No query."""
    watch = evidence.watch if Evidence.watch.is_cached(evidence) and hasattr(evidence, "watch") else None
    if watch is None or watch.latest is None:
        return None
    return state_of(watch)


def state_of(watch: LinkWatch) -> LinkState:
    return LinkState(
        state="link_dead" if watch.dead_since else f"link_{watch.latest.result}",
        checked_at=watch.latest.at,
        dead_since=watch.dead_since,
        kept_on=local_day(watch.kept.at) if watch.kept else None,
        doubts=tuple((each.aspect, sentence(each)) for each in read_findings(watch.latest) if each.sign == "no"),
    )


def link_page(evidence: Evidence) -> LinkPage:
    """Everything about a link that was looked at; its watch, latest look and latest copy come with it. Three
    queries."""
    watch = evidence.watch
    rows = list(evidence.link_checks.select_related("copy").order_by("-number"))
    copy, is_lost = _copy(watch.kept)
    return LinkPage(
        evidence=evidence,
        state=state_of(watch),
        title=watch.kept.title if watch.kept else "",
        led_to=watch.latest.final_url if watch.latest.final_url != evidence.url else "",
        reasons=reasons(watch.latest),
        looks=[look_line(each) for each in rows[:MOST_LOOKS]],
        more=max(len(rows) - MOST_LOOKS, 0),
        copies=copies(rows),
        copy=copy,
        is_lost=is_lost,
        serves=list(evidence.action.obligations.select_related("instruction").order_by("pk")),
    )


def read_findings(check: LinkCheck) -> list[Finding]:
    return [Finding(**each) for each in check.findings]


def reasons(check: LinkCheck) -> list[Reason]:
    return [
        Reason(ICONS[each.sign], TONES[each.sign], sentence(each), each.sign == "no") for each in read_findings(check)
    ]


def look_line(check: LinkCheck) -> LookLine:
    state = STATES[f"link_{check.result}"]
    doubts = [each for each in read_findings(check) if each.sign != "yes"]
    return LookLine(state.label, " ".join(sentence(each) for each in doubts), check.at, state.drawing, state.tone)


def copies(rows: list[LinkCheck]) -> list[KeptCopy]:
    """Each copy once, by the look that made it, the newest first; later looks at the same page share it."""
    first = {row.copy_id: row for row in rows if row.copy_id}  # rows are newest first: the oldest look stays
    return [KeptCopy(row.number, row.at, row.copy.size, row.copy.sha256) for row in first.values()]


def _copy(kept: LinkCheck | None) -> tuple[Copy | None, bool]:
    """The copy read back, and whether its bytes are gone from the disk."""
    if kept is None:
        return None, False
    try:
        with open_stored(kept.copy) as file:
            return read_copy(file), False
    except FileNotFoundError:
        return None, True

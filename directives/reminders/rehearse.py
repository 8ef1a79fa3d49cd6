"""What goes out at a moment, to whom, in which words and by which step, and who hears nothing and why. Writes nothing.

A past moment is told from the state recorded then, and by what people had chosen then; a coming day from how things
stand now, supposing that the runs before it will have done their work. A test holds this to what the planner and the
sender do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from campaign_portal.lib.dates import clock_words, local_day, long_date
from campaign_portal.lib.mail import RenderedMail
from campaign_portal.lib.workdays import WorkCalendar
from directives.deadlines import in_office_hours
from directives.models import Directive, Reminder
from units.models import User

from .compose import Composed, render_for
from .kinds import KINDS
from .kinds.base import REFUSED
from .kinds.base import Rehearsal as Step
from .people import Heard, nobody, whom
from .pieces import Piece
from .plan import ladder_of
from .receipt_link import without_keys
from .sections import sections_of_each
from .slots import AddressBook, Place
from .standing import Standing, standings


@dataclass
class Told:
    """One message to one person by one channel, with the steps it serves."""

    person: User
    place: Place
    steps: list[tuple[Reminder, Sequence[Piece]]] = field(default_factory=list)

    def written(self, at: datetime) -> RenderedMail:
        """Its words as they would stand at the moment, less the addresses that act in the reader's name."""
        [sections] = sections_of_each([self.steps], at)
        mail = render_for(self.person, Composed(sections), now=at)
        return mail._replace(text=without_keys(mail.text), html=without_keys(mail.html))


@dataclass
class Silent:
    """A unit, or the officers of a letter, that hears nothing of a step, or of any, and why.

    `row` is the step that reaches nobody, None where no step falls on the moment; `unit_id` is None for officers.
    """

    directive: Directive
    whose: str
    unit_id: int | None
    reason: str
    row: Reminder | None = None

    @property
    def step(self) -> str:
        return self.row.step if self.row else ""


@dataclass
class Rehearsal:
    at: datetime
    told: list[Told] = field(default_factory=list)
    silent: list[Silent] = field(default_factory=list)
    closed: str = ""


def rehearse(
    *,
    at: datetime,
    now: datetime,
    directives: Iterable[Directive] | None = None,
    calendar: WorkCalendar | None = None,
) -> Rehearsal:
    """Tell what goes out at a moment; `directives` restricts it to letters the caller may see.

    Outside office hours nothing goes out, and `closed` says so. A constant number of queries for any number of units.
    """
    calendar = calendar or WorkCalendar.load()
    found = Rehearsal(at)
    if not in_office_hours(at, calendar):
        found.closed = _closed_words(at, calendar)
        return found
    letters = standings(at, directives)
    steps = [step for letter in letters for step in _steps(letter, at, now, calendar)]
    pieces = {each.row.dedupe_key: each.pieces for each in steps}
    before = _known(steps, at)
    live = [each.row for each in steps if each.pieces and each.row.dedupe_key not in before]
    then = at if at < now else None
    heard = whom(live, pieces, day=then and local_day(then))
    found.told = _told(live, heard, then)
    found.silent = [*_silent(steps, before, heard, found.told, then), *_without_step(letters, steps)]
    return found


def _closed_words(at: datetime, calendar: WorkCalendar) -> str:
    if not calendar.is_workday(local_day(at)):
        return _("Ngày nghỉ: không có thư nào được gửi trong ngày %(day)s.") % {"day": long_date(local_day(at))}
    return _("Ngoài giờ làm việc: không có thư nào được gửi lúc %(at)s.") % {"at": clock_words(at)}


def _steps(letter: Standing, at: datetime, now: datetime, calendar: WorkCalendar) -> list[Step]:
    """The letter's steps at the moment; on a coming day only that day's own, for the earlier ones will have gone."""
    try:
        rungs = ladder_of(letter.directive)
    except ValueError:
        return []
    found = []
    for kind in KINDS:
        own = [rung for rung in rungs if rung.trigger in kind.triggers]
        found += kind.rehearsed(letter, own, at, calendar) if own else []
    return [each for each in found if at <= now or local_day(each.row.send_at) == local_day(at)]


def _known(steps: Sequence[Step], at: datetime) -> dict[str, Reminder]:
    """Rows of the ledger from before the moment: what they stand for has been told, or has its reason."""
    keys = [each.row.dedupe_key for each in steps]
    return {row.dedupe_key: row for row in Reminder.objects.filter(dedupe_key__in=keys, planned_at__lt=at)}


def _told(live: Sequence[Reminder], heard: Heard, then: datetime | None) -> list[Told]:
    book = AddressBook((person for found in heard.values() for person in found), then)
    messages: dict[Place, Told] = {}
    for row in live:
        people = {person.pk: person for person in heard[row.dedupe_key]}
        for place in book.places(people.values(), row):
            person = people[place.person_id]
            told = messages.setdefault(place, Told(person, place))
            told.steps.append((row, heard[row.dedupe_key][person]))
    return sorted(messages.values(), key=lambda each: (each.person.sort_key, each.place))


def _silent(
    steps: Sequence[Step],
    before: dict[str, Reminder],
    heard: Heard,
    told: Sequence[Told],
    then: datetime | None,
) -> list[Silent]:
    reached = {row.dedupe_key for each in told for row, _pieces in each.steps}
    book = AddressBook((person for key, found in heard.items() if key not in reached for person in found), then)
    found = []
    for each in steps:
        if each.row.dedupe_key not in reached:
            row, reason = each.row, str(_reason(each, before, heard, book))
            found.append(Silent(row.directive, whose(row), row.delivery and row.delivery.unit_id, reason, row))
    return found


def _reason(step: Step, before: dict[str, Reminder], heard: Heard, book: AddressBook) -> str:
    key = step.row.dedupe_key
    if known := before.get(key):
        words = _("Bước này đã có trong sổ: %(state)s lúc %(at)s.")
        return words % {"state": known.get_state_display(), "at": clock_words(known.state_at)}
    if not step.pieces:
        return step.why
    if not heard[key]:
        return nobody(step.row.audience)
    return book.end_of(heard[key]).reason


def _without_step(letters: Sequence[Standing], steps: Sequence[Step]) -> list[Silent]:
    """Units of the letters for which no step falls on the moment."""
    touched = {each.row.delivery_id for each in steps if each.row.delivery_id}
    rows = [(letter.directive, sent.row) for letter in letters for sent in letter.sent]
    no_step = _("Không có bước nhắc nào vào lúc này.")
    return [
        Silent(letter, row.unit_name, row.unit_id, str(REFUSED) if row.refused_at else no_step)
        for letter, row in rows
        if row.pk not in touched
    ]


def whose(row: Reminder) -> str:
    return row.delivery.unit_name if row.delivery else row.directive.issuer.name

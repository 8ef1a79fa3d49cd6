"""The text of a message about questions and work taken back: what is new for one person at the moment of sending."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from campaign_portal.lib.dates import clock_words
from campaign_portal.lib.mail import Envelope, RenderedMail, render_mail
from directives.models import Directive, Faq, Message, MessageNotice, Notice, Question, QuestionPost, QuestionReading
from units.models import User

from .kinds.words import works
from .links import path_to, whole
from .notices import COORDINATORS, SHOWN, to_issuer, units_told, why_silent
from .people import units_of
from .settle import End

IN_SUBJECT = 80


@dataclass
class Exchange:
    """One question with what the person has not read of it, the oldest first."""

    question: Question
    posts: list[QuestionPost] = field(default_factory=list)

    @property
    def directive(self) -> Directive:
        return self.question.directive

    @property
    def about(self) -> str:
        row = self.question.obligation
        return row.instruction.title if row else ""

    @property
    def headline(self) -> str:
        """ "Phòng … hỏi", "Sở … trả lời"."""
        last = self.posts[-1]
        asks = last.side == self.question.opened_side
        return (_("%(unit)s hỏi") if asks else _("%(unit)s trả lời")) % {"unit": last.acting_unit.name}

    @property
    def path(self) -> str:
        return path_to("reports:question", self.question.pk)

    @property
    def link(self) -> str:
        return whole(self.path)


@dataclass
class Answer:
    """A published answer, with the page of the person's own delivery on which it stands."""

    faq: Faq
    delivery_id: int

    @property
    def directive(self) -> Directive:
        return self.faq.directive

    @property
    def path(self) -> str:
        return f"{path_to('reports:delivery', self.delivery_id)}#hoi-dap-chung"

    @property
    def link(self) -> str:
        return whole(self.path)


@dataclass
class TakenBack:
    """Work of one letter that a unit above took back from the person's unit in one go, and why."""

    directive: Directive
    delivery_id: int
    giver: str
    reason: str
    tasks: list[str] = field(default_factory=list)

    @property
    def headline(self) -> str:
        return _("%(unit)s thu hồi %(works)s đã giao") % {"unit": self.giver, "works": works(len(self.tasks))}

    @property
    def path(self) -> str:
        return path_to("reports:delivery", self.delivery_id)

    @property
    def link(self) -> str:
        return whole(self.path)


@dataclass
class Composed:
    """What a message will say. Without `sections` there is nothing to say, and `silent` tells why."""

    exchanges: list[Exchange] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    taken: list[TakenBack] = field(default_factory=list)
    silent: dict[int, End] = field(default_factory=dict)

    @property
    def sections(self) -> list[Exchange | Answer | TakenBack]:
        return [*self.exchanges, *self.answers, *self.taken]

    @property
    def subject(self) -> str:
        if len(self.sections) > 1:
            words = _("%(n)d tin mới") if self.taken else _("%(n)d trao đổi mới")
            return _("%(news)s về văn bản anh/chị phụ trách") % {"news": words % {"n": len(self.sections)}}
        if self.taken:
            words, head = self.taken[0].reason, self.taken[0].headline
        elif self.answers:
            words, head = self.answers[0].faq.question, _("Hỏi đáp chung")
        else:
            words, head = self.exchanges[0].posts[-1].text, self.exchanges[0].headline
        return f"{head}: {Truncator(' '.join(words.split())).chars(IN_SUBJECT)}"


def compose_all(messages: Sequence[Message], *, now: datetime) -> dict[int, Composed]:
    """Ask again what is still news to each person and theirs to answer; by the key of the message.

    A constant number of queries.
    """
    told = _notices(messages)
    notices = list({each.pk: each for share in told.values() for each in share}.values())
    people = {message.person for message in messages}
    units, reporting, coordinating = units_told(notices), units_of(people), units_of(people, COORDINATORS)
    read = _read(notices, people)
    found = {}
    for message in messages:
        open_ones, silent = [], {}
        for each in told[message.pk]:
            seats = (coordinating if to_issuer(each) else reporting)[message.person_id]
            end = why_silent(each) or _end(each, bool(units[each.pk] & seats), read, message.person_id)
            if end:
                silent[each.pk] = end
            else:
                open_ones.append(each)
        found[message.pk] = _composed(open_ones, silent)
    return found


def _notices(messages: Sequence[Message]) -> dict[int, list[Notice]]:
    """What each message tells of. Two queries."""
    pairs = list(MessageNotice.objects.filter(message__in=messages).order_by("notice").values_list("message", "notice"))
    rows = Notice.objects.filter(pk__in={notice for _message, notice in pairs}).select_related(*SHOWN)
    rows = {row.pk: row for row in rows}
    found: dict[int, list[Notice]] = {message.pk: [] for message in messages}
    for message, notice in pairs:
        found[message].append(rows[notice])
    return found


def _composed(notices: Sequence[Notice], silent: dict[int, End]) -> Composed:
    exchanges: dict[int, Exchange] = {}
    answers: dict[int, Answer] = {}
    taken: dict[tuple, TakenBack] = {}
    for each in notices:
        if each.post:
            question = each.post.question
            exchanges.setdefault(question.pk, Exchange(question)).posts.append(each.post)
        elif each.change:
            _take(taken, each)
        else:
            each.faq.directive = each.directive
            answers.setdefault(each.faq_id, Answer(each.faq, each.delivery_id))
    return Composed(list(exchanges.values()), list(answers.values()), list(taken.values()), silent)


def _take(taken: dict[tuple, TakenBack], notice: Notice) -> None:
    """Put a row with the others of the same act: one moment, one unit above, one reason."""
    change = notice.change
    about = (change.acting_unit.name, change.note)
    act = taken.setdefault(
        (notice.delivery_id, change.recorded_at, *about), TakenBack(notice.directive, notice.delivery_id, *about)
    )
    act.tasks.append(change.obligation.instruction.title)


def render(composed: Composed, message: Message, *, now: datetime) -> RenderedMail:
    letters = [section.directive for section in composed.sections]
    context = {
        "person": message.person,
        "exchanges": composed.exchanges,
        "answers": composed.answers,
        "taken": composed.taken,
        "subject": composed.subject,
        "issuers": list({letter.issuer.name: None for letter in letters}),
        "is_illustrative": any(letter.campaign.is_illustrative for letter in letters),
        "sent_at": clock_words(now),
    }
    return render_mail("question", context)


def envelope(_composed: Composed, _message: Message, *, now: datetime) -> Envelope:
    """Nothing besides the words: an answer belongs under the question, and ending digests ends no exchange."""
    return Envelope()


def _read(notices: Sequence[Notice], people: Iterable[User]) -> dict[tuple[int, int], datetime]:
    """Up to when each person has read each question."""
    keys = {each.post.question_id for each in notices if each.post}
    rows = QuestionReading.objects.filter(question__in=keys, person__in=people)
    return {(person, question): at for person, question, at in rows.values_list("person", "question", "read_at")}


def _end(notice: Notice, still_theirs: bool, read: dict[tuple[int, int], datetime], person: int) -> End | None:
    if not still_theirs:
        return End(Notice.State.CANCELLED, _("Người nhận không còn phụ trách việc này."))
    read_at = read.get((person, notice.post.question_id)) if notice.post else None
    if read_at and read_at >= notice.post.at:
        return End(Notice.State.CANCELLED, _("Người nhận đã đọc trên cổng."))
    return None

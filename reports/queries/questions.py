"""Questions as the pages show them: plain data, the same number of queries however many there are."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, DateTimeField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.text import capfirst

from campaign_portal.lib.dates import local_day
from campaign_portal.lib.text import fold
from campaign_portal.lib.workdays import WorkCalendar
from directives.models import Delivery, Directive, Faq, Notice, Obligation, Question, QuestionPost, Side
from directives.questions import side_to_write, sides
from units.access import unit_ids

STATES = ("mine", "theirs", "answered", "closed")
"""The lists of the page, by the name they have in its address; none of them is every question."""
PARTS = (
    "directive__issuer",
    "directive__campaign",
    "delivery__unit",
    "delivery__parent__unit",
    "obligation__instruction",
    "obligation__responsible_unit",
    "obligation__parent__responsible_unit",
    "obligation__delivery",
)
DRAWN = {Question.State.OPEN: "waiting", Question.State.ANSWERED: "done", Question.State.CLOSED: "closed"}
"""Which state's icon and colour stand for the state of a question."""
TALKS = {
    "asked": Q(opened_side=Side.ISSUER, state=Question.State.OPEN),
    "answered": Q(opened_side=Side.ISSUER, state=Question.State.ANSWERED),
    "unit": Q(opened_side=Side.UNIT, state=Question.State.OPEN),
}
"""How a reviewer and a unit speak about an obligation: asked and not answered, answered, or the unit asks."""


@dataclass(frozen=True)
class Line:
    """A question in a list. `waited` counts working days since somebody has owed an answer."""

    question: Question
    waited: int

    @property
    def key(self) -> str:
        return drawn(self.question)

    @property
    def word(self) -> str:
        """Of what nobody answers any more the word is that of its letter."""
        is_over = self.question.is_open and not self.is_waiting
        return "" if is_over else capfirst(self.question.get_state_display())

    @property
    def is_waiting(self) -> bool:
        return self.question.is_open and self.question.directive.is_in_force

    @property
    def words(self) -> str:
        return self.question.first_words

    @property
    def answer_words(self) -> str:
        """The newest words of the side that was asked, while they stand unanswered."""
        return "" if self.question.is_open else self.question.last_answer or ""

    @property
    def is_unread(self) -> bool:
        return self.question.unread

    @property
    def asker(self) -> str:
        return self.question.unit_on(self.question.opened_side).brief

    @property
    def answerer(self) -> str:
        return self.question.unit_on(Side(self.question.opened_side).other).brief


@dataclass(frozen=True)
class Said:
    """One post of a thread. People are named to those who write in it; others learn the unit."""

    post: QuestionPost
    is_own_side: bool
    by: str
    untold: str

    @property
    def unit(self) -> str:
        return self.post.acting_unit.name


@dataclass(frozen=True)
class Thread:
    """A question with all that was said, and what the person may do about it."""

    question: Question
    said: list[Said]
    waited: int
    side: Side | None
    passed_to: Question | None
    faq: Faq | None
    can_publish: bool

    @property
    def directive(self) -> Directive:
        return self.question.directive

    @property
    def can_write(self) -> bool:
        return self.side is not None and self.directive.is_in_force

    @property
    def owes(self) -> bool:
        """Whether the person's side has to answer."""
        return self.side is not None and self.question.owing_side == self.side

    @property
    def asker(self) -> str:
        return self.question.unit_on(self.question.opened_side).name

    @property
    def answerer(self) -> str:
        return self.question.unit_on(Side(self.question.opened_side).other).name

    @property
    def is_waiting(self) -> bool:
        return self.question.is_open and self.directive.is_in_force

    @property
    def last(self) -> QuestionPost:
        return self.said[-1].post

    @property
    def can_pass_on(self) -> bool:
        return self.can_write and self.side == Side.ISSUER and bool(self.question.giver) and not self.passed_to

    @property
    def answer_from_above(self) -> str:
        """What the issuing unit answered to the question passed on to it: words to start a reply with."""
        if not self.owes or not self.passed_to:
            return ""
        answer = self.passed_to.posts.exclude(side=self.passed_to.opened_side).last()
        return answer.text if answer else ""


def drawn(question: Question) -> str:
    """The state whose icon and colour stand for it: of an open one whose letter is over, the letter's."""
    over = question.directive.over_state if question.is_open else ""
    return over or DRAWN[question.state]


def with_parts(rows: QuerySet[Question], user) -> QuerySet[Question]:
    """Questions with what a line of a list shows: their first words, the newest answer, and whether it was read."""
    said = QuestionPost.objects.filter(question=OuterRef("pk"))
    first, answers = said.order_by("pk"), said.exclude(side=OuterRef("opened_side")).order_by("-pk")
    words = {"first_words": Subquery(first.values("text")[:1]), "last_answer": Subquery(answers.values("text")[:1])}
    return rows.with_unread(user).annotate(**words).select_related(*PARTS)


def lines(rows, *, today: date) -> list[Line]:
    rows = list(rows)
    calendar = WorkCalendar.load() if any(row.is_open for row in rows) else None
    return [Line(row, waited(row, today=today, calendar=calendar)) for row in rows]


def waited(row: Question, *, today: date, calendar: WorkCalendar | None = None) -> int:
    """For how many working days somebody has owed an answer."""
    if not (row.is_open and row.directive.is_in_force):
        return 0
    return (calendar or WorkCalendar.load()).count(local_day(row.state_at), today)


def in_order(rows: QuerySet[Question]) -> QuerySet[Question]:
    """Who waits longest first, then what was answered, newest first, then what is closed."""
    rank = Case(When(state="open", then=Value(0)), When(state="answered", then=Value(1)), default=Value(2))
    since = Case(When(state="open", then=F("state_at")), default=None, output_field=DateTimeField())
    return rows.annotate(rank=rank, since=since).order_by("rank", F("since").asc(nulls_last=True), "-last_at", "pk")


def on_list(user, name: str) -> QuerySet[Question]:
    """The questions of one list of the page."""
    rows = Question.objects.visible_to(user)
    if name == "mine":
        return rows.in_force().owed_by(user)
    if name == "theirs":
        return rows.in_force().awaited_by(user)
    return rows.filter(state=name) if name in STATES else rows


def counts(user) -> dict[str, int]:
    return {name: on_list(user, name).count() for name in STATES}


def found(rows: QuerySet[Question], words: str) -> QuerySet[Question]:
    """Those with these words in what was said, or in the unit's name; marks left out."""
    asked = fold(words)
    if not asked:
        return rows
    said = QuestionPost.objects.filter(question__in=rows.values("pk"))
    names = said.values_list("question", "text", "question__delivery__unit_name")
    return rows.filter(pk__in={key for key, text, unit in names if asked in fold(f"{unit} {text}")})


def letters_asked(user) -> list[Directive]:
    """Letters about which there are questions, for the filter."""
    asked = Question.objects.visible_to(user).values("directive")
    return list(Directive.objects.filter(pk__in=asked).order_by("-issued_at", "-pk"))


def thread(question: Question, user, *, today: date) -> Thread:
    """All that was said in a question; the caller has checked that the person may see it."""
    posts = list(question.posts.select_related("author", "acting_unit"))
    side, own = side_to_write(user, question, posts[-1].side), set(unit_ids(user))
    failed = Notice.objects.filter(post__in=posts, state=Notice.State.FAILED)
    untold = dict(failed.values_list("post", "reason")) if side else {}
    writes = sides(user, question)
    issues = question.giver is None and Side.ISSUER in writes
    return Thread(
        question=question,
        said=[
            Said(
                post=post,
                is_own_side=post.side in writes,
                by=post.author.full_name if writes or post.acting_unit_id in own else "",
                untold=untold.get(post.pk, "") if post.side in writes else "",
            )
            for post in posts
        ],
        waited=waited(question, today=today),
        side=side,
        passed_to=question.passed_to.select_related(*PARTS).first(),
        faq=question.faqs.in_force().first() if issues else None,
        can_publish=issues and question.directive.is_in_force,
    )


def faqs_of(directive: Directive) -> QuerySet[Faq]:
    return directive.faqs.in_force().order_by("pk")


def of_delivery(delivery: Delivery, user, *, today: date) -> list[Line]:
    """Questions between the unit and who gave it the letter."""
    return lines(in_order(with_parts(delivery.questions.all(), user)), today=today)


def of_obligation(obligation: Obligation, user, *, today: date) -> list[Line]:
    return lines(in_order(with_parts(obligation.questions.all(), user)), today=today)


def talk_about(keys: list[int]) -> dict[int, str]:
    """How obligations of the review queue are spoken of, by key, as in `TALKS`; what asks most of a reviewer wins."""
    rank = list(TALKS)
    spoken: dict[int, str] = {}
    rows = Question.objects.filter(TALKS["asked"] | TALKS["answered"] | TALKS["unit"], obligation__in=keys)
    for key, side, state in rows.values_list("obligation", "opened_side", "state"):
        word = "unit" if side == Side.UNIT else {"open": "asked"}.get(state, state)
        spoken[key] = max(spoken.get(key, word), word, key=rank.index)
    return spoken


def talked_about(name: str) -> QuerySet:
    """Keys of the obligations that are spoken of so."""
    return Question.objects.filter(TALKS[name], obligation__isnull=False).values("obligation")

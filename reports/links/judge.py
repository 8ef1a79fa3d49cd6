"""What a look at an address says about the evidence. Hints to a person, never a verdict on the unit's work."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin, urlsplit

from campaign_portal.lib.text import fold

from .fetch import Fetched
from .page import Page

VERIFIED, UNVERIFIED, CONTRADICTS = "verified", "unverified", "contradicts"
YES, NO, UNKNOWN = "yes", "no", "unknown"

FAILURES = ("name", "silent", "slow", "broken", "redirects")
"""Reasons of `fetch` that say the page was not there; of the others (certificate, private, port, form) nobody knows."""

GONE = (404, 410)
TELLING = (3, 12)
"""Words and characters a name must have at least: a page that says "Cẩm nang" says nothing about this campaign."""


@dataclass(frozen=True)
class Question:
    """What the evidence claims, as plain data. `is_website`: the unit says it posted on its own, known site."""

    homes: list[str]
    is_website: bool
    campaign: str
    references: list[str]
    titles: list[str]
    addresses: list[str]
    letter_on: date | None
    done_on: date
    recorded_on: date


@dataclass(frozen=True)
class Finding:
    """One aspect (alive, host, mention, published), whether it holds, why as a key of `words`, and what was seen."""

    aspect: str
    sign: str
    reason: str
    detail: str = ""
    against: str = ""


@dataclass(frozen=True)
class Judgement:
    result: str
    findings: list[Finding]

    @property
    def alive(self) -> bool | None:
        """Whether the page was there; None where nobody can tell."""
        sign = next(each.sign for each in self.findings if each.aspect == "alive")
        return None if sign == UNKNOWN else sign == YES


def judge_failure(reason: str) -> Judgement:
    """Nothing was answered, or the address is none that the portal opens."""
    return Judgement(UNVERIFIED, [Finding("alive", NO if reason in FAILURES else UNKNOWN, reason)])


def judge(answer: Fetched, page: Page | None, question: Question) -> Judgement:
    """Verified: it is there, on the unit's own site, and speaks of the campaign. Contradicts: a foreign host though
    the unit names its website, or a day of publication that cannot be. Everything else could not be verified."""
    alive = about_life(answer)
    if alive.sign != YES:
        return Judgement(UNVERIFIED, [alive])
    found = [
        alive,
        about_host(answer.url, question),
        about_mention(answer.url, page, question),
        about_day(page, question),
    ]
    signs = {each.aspect: each.sign for each in found}
    if NO in signs.values():
        return Judgement(CONTRADICTS, found)
    is_whole = signs["host"] == signs["mention"] == YES
    return Judgement(VERIFIED if is_whole else UNVERIFIED, found)


def about_life(answer: Fetched) -> Finding:
    """404 and 410 say gone, 5xx that the server is in trouble; what asks for a sign-in or bars machines is unknown."""
    status = answer.status
    if status in GONE:
        return Finding("alive", NO, "gone", str(status))
    if status >= 500:
        return Finding("alive", NO, "server", str(status))
    if not 200 <= status < 300:
        return Finding("alive", UNKNOWN, "barred", str(status))
    if was_sent_home(answer):
        return Finding("alive", UNKNOWN, "home", answer.url)
    return Finding("alive", YES, "answers")


def was_sent_home(answer: Fetched) -> bool:
    """Sites lead to their first page when an article is gone."""
    return len(answer.hops) > 1 and is_front(answer.url) and not is_front(answer.hops[0])


def is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def about_host(url: str, question: Question) -> Finding:
    """The host that answered in the end, against the sites the registry knows of the unit."""
    here = without_www(url)
    known = [without_www(each) for each in question.homes]
    for home in known:
        if is_within(here, home):
            return Finding("host", YES, "own", home)
    host = here.partition("/")[0]
    if not known:
        return Finding("host", UNKNOWN, "unregistered", host)
    return Finding("host", NO if question.is_website else UNKNOWN, "foreign", host, ", ".join(known))


def homes(text: str) -> list[str]:
    """The sites and pages the registry knows of a unit, with spaces, lines, commas or semicolons between them."""
    parts = text.replace(",", " ").replace(";", " ").split()
    return [each for each in parts if "." in without_www(each).partition("/")[0]]


def without_www(address: str) -> str:
    """ "https://www.facebook.com/don-vi/?a" as "facebook.com/don-vi"."""
    try:
        parts = urlsplit(address if "://" in address else f"//{address}")
        host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return ""
    return f"{host}{parts.path.rstrip('/')}".lower()


def is_within(here: str, home: str) -> bool:
    """On the site or a sub-domain of it; where the site is a page of a larger one, below that page."""
    host, _, path = home.partition("/")
    own, _, place = here.partition("/")
    if path:
        return own.endswith(host) and own in (host, f"m.{host}") and f"{place}/".startswith(f"{path}/")
    return bool(host) and (own == host or own.endswith(f".{host}"))


def about_mention(url: str, page: Page | None, question: Question) -> Finding:
    if page is None:
        return Finding("mention", UNKNOWN, "unread")
    text = f" {fold(page.title)} {fold(page.text)} "
    for reason, name in names(question):
        if f" {fold(name)} " in text:
            return Finding("mention", YES, reason, name)
    led_to = {without_www(urljoined(url, each)) for each in page.links}
    for address in question.addresses:
        if without_www(address) in led_to or f" {fold(without_www(address))} " in text:
            return Finding("mention", YES, "link", address)
    return Finding("mention", UNKNOWN, "none")


def names(question: Question) -> Iterator[tuple[str, str]]:
    """What a page may call the campaign by. A number with its symbol tells enough however short it is."""
    yield from (("reference", each) for each in question.references if fold(each))
    for reason, each in [("campaign", question.campaign), *(("title", title) for title in question.titles)]:
        folded = fold(each)
        if len(folded.split()) >= TELLING[0] and len(folded) >= TELLING[1]:
            yield reason, each


def urljoined(base: str, link: str) -> str:
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return ""


def about_day(page: Page | None, question: Question) -> Finding:
    """Before the letter that asked for it, or after it was entered as proof: neither can be."""
    day = page.published_on if page else None
    if day is None:
        return Finding("published", UNKNOWN, "undated")
    if question.letter_on and day < question.letter_on:
        return Finding("published", NO, "before", day.isoformat(), question.letter_on.isoformat())
    if day > question.recorded_on:
        return Finding("published", NO, "after", day.isoformat(), question.recorded_on.isoformat())
    if day != question.done_on:
        return Finding("published", YES, "other_day", day.isoformat(), question.done_on.isoformat())
    return Finding("published", YES, "same_day", day.isoformat())

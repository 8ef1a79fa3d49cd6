"""What a page says: its title, its visible words, where it leads, and the day it says it was published.

Read in one pass over the text, in time linear in its length whatever is left open or nested: a hostile page costs no
more than an honest one.
"""

import html
import re
from dataclasses import dataclass, field
from datetime import date, datetime

from campaign_portal.lib.dates import local_day

from .decode import modern, to_text, unpack

PAGES = ("text/html", "application/xhtml+xml", "text/plain")
MAX_WORDS = 200_000  # characters of visible text
MAX_LINKS = 2000
MAX_TAG = 4000

_NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9:-]{0,30}")
_ATTRIBUTE = re.compile(r"""([a-zA-Z_:][\w:.-]{0,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+))""")
_SILENT = ("script", "style", "template", "noscript", "textarea", "svg", "iframe")
"""Elements whose content nobody sees; each is read up to its end tag as a whole."""
_BREAKS = re.compile(
    r"/?(address|article|aside|blockquote|br|d[dlt]|div|fig(ure|caption)|footer|form|h[1-6r]|header|li|main|nav|ol|option"
    r"|p|pre|section|t(able|[dhr])|title|ul)"
)
_META = ("article:published_time", "og:article:published_time", "datepublished", "pubdate", "publishdate")
_META += ("dc.date.issued", "dcterms.created", "dc.date", "date", "publish-date", "parsely-pub-date")
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)
_LOCAL = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b", re.ASCII)
_LONG_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{8,}")


@dataclass(frozen=True)
class Page:
    title: str = ""
    text: str = ""
    links: list[str] = field(default_factory=list)
    published_on: date | None = None


def read_answer(body: bytes, content_type: str, encoding: str) -> Page | None:
    """The page in an answer, from its head's own values; None where it is no page or packed in an unknown way."""
    kind = content_type.partition(";")[0].strip().lower()
    data = unpack(body, encoding) if kind in PAGES else None
    if data is None:
        return None
    text = to_text(data, content_type)
    return read_plain(text) if kind == "text/plain" else read_page(text)


def read_page(source: str) -> Page:
    """Read the text of an HTML page. Never fails."""
    reading = _Reading(source)
    reading.run()
    title = " ".join(words("".join(reading.title)).split())[:300]
    return Page(title, _lines("".join(reading.seen)), reading.links, _published(reading))


def read_plain(source: str) -> Page:
    """A page of text alone says its words and nothing else."""
    return Page(text=_lines(source))


def words(text: str) -> str:
    """Text with its character references resolved; references too long to be any are left out."""
    return html.unescape(_LONG_NUMBER.sub("", text))


def day_of(text: str) -> date | None:
    """The local day of a date as pages write it: 2024-11-05T08:00:00+07:00, 2024-11-05, 05/11/2024."""
    try:
        if found := _ISO.search(text):
            day, clock, zone = found.groups()
            if not (clock and zone):
                return date.fromisoformat(day)
            return local_day(datetime.fromisoformat(f"{day}T{clock}{zone.replace('Z', '+00:00')}"))
        if found := _LOCAL.search(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except (ValueError, OverflowError):
        return None
    return None


class _Reading:
    def __init__(self, source: str):
        self.source, self.small = source, source.lower()
        if len(self.small) != len(source):  # a few letters grow when made small, and places would no longer agree
            self.small = "".join(c.lower() if c.isascii() else c for c in source)
        self.seen: list[str] = []
        self.title: list[str] = []
        self.links: list[str] = []
        self.dates: dict[str, str] = {}
        self.size = 0
        self.in_title = False
        self.ended: set[str] = set()

    def run(self) -> None:
        source, place, length = self.source, 0, len(self.source)
        while place < length:
            opening = source.find("<", place)
            if opening < 0:
                opening = length
            self.say(source[place:opening])
            place = self.tag(opening) if opening < length else length

    def say(self, text: str) -> None:
        if self.in_title and len(self.title) < 20:
            self.title.append(text[:1000])
        elif text and self.size < MAX_WORDS:
            self.seen.append(text)
            self.size += len(text)

    def tag(self, opening: int) -> int:
        """Take the tag that opens here; returns where reading goes on."""
        source = self.source
        if source.startswith("<!--", opening):
            return self.after("-->", opening + 4)
        name = _NAME.match(source, opening + 1)
        if not name:
            if source.startswith(("<!", "<?"), opening):
                return self.after(">", opening)
            self.say("<")
            return opening + 1
        end = self.after(">", opening)
        self.element(name[0].lower(), source[name.end() : min(end - 1, name.end() + MAX_TAG)])
        return self.past(name[0].lower(), end)

    def after(self, mark: str, place: int) -> int:
        """The place behind the next mark, or the end: a mark that was once not found is never looked for again."""
        if mark in self.ended:
            return len(self.source)
        found = self.small.find(mark, place)
        if found < 0:
            self.ended.add(mark)
            return len(self.source)
        return found + len(mark)

    def past(self, name: str, end: int) -> int:
        """Behind an element whose content nobody sees; of scripts the published day is taken."""
        if name not in _SILENT:
            return end
        closed = self.after(f"</{name}", end)
        if name == "script" and "json" not in self.dates and (found := _JSON_DATE.search(self.source, end, closed)):
            self.dates["json"] = found[1]
        return self.after(">", closed) if closed < len(self.source) else closed

    def element(self, name: str, rest: str) -> None:
        self.in_title = name == "title" and not self.title
        if _BREAKS.fullmatch(name):
            self.say("\n")
        if name == "a" and len(self.links) < MAX_LINKS and (target := attributes(rest).get("href")):
            self.links.append(target[:1000])
        elif name in ("meta", "time") and len(self.dates) < 10:
            self.date(name, attributes(rest))

    def date(self, name: str, found: dict[str, str]) -> None:
        if name == "time":
            kind, value = "time", found.get("datetime", "")
        else:
            kind = (found.get("property") or found.get("name") or found.get("itemprop") or "").lower()
            value = found.get("content", "")
        if value and (kind == "time" or kind in _META):
            self.dates.setdefault(kind, value[:100])


def attributes(rest: str) -> dict[str, str]:
    """Attributes of a tag; the first of a name counts."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(rest):
        found.setdefault(match[1].lower(), words(match[2] or match[3] or match[4] or "").strip())
    return found


def _published(reading: _Reading) -> date | None:
    """What the page declares for machines first, a `time` element last: that may be anything's time."""
    for kind in (_META[0], "json", *_META[1:], "time"):
        if kind in reading.dates and (day := day_of(reading.dates[kind])):
            return day
    return None


def _lines(text: str) -> str:
    lines = (" ".join(line.split()) for line in words(text[:MAX_WORDS]).split("\n"))
    return modern("\n".join(line for line in lines if line))

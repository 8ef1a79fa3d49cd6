"""A workbook beside what the portal holds: what each line would do, and why a line is not taken."""

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from campaign_portal.lib.dates import short_date
from campaign_portal.lib.numbers import number_text

from . import columns
from .columns import FILLED, NEW
from .rows import Content, Done, Duty, Held, Line, fresh_uuid
from .understand import content_of, text_of


class Kind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    CONFLICT = "conflict"
    REFUSED = "refused"
    SAME = "same"


@dataclass(frozen=True)
class Difference:
    """One cell of an action that a line changes."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Verdict:
    """What one line would do. `why` is for a line that is not taken; `expected` is the version it would change."""

    kind: Kind
    line: Line
    why: str = ""
    content: Content | None = None
    client_uuid: uuid.UUID | None = None
    expected: str = ""
    differences: tuple[Difference, ...] = ()

    @property
    def is_taken(self) -> bool:
        return self.kind in (Kind.NEW, Kind.CHANGED)

    @property
    def gist(self) -> str:
        """The line in a few words, as it was typed."""
        cells = self.line.cells
        said = [text_of(cells[name]) for name in ("done_on", "channel", "audience")]
        reach = number_text(self.content.reach) if self.content and self.content.reach else text_of(cells["reach"])
        return ", ".join(filter(None, [*said, reach and _("%(reach)s lượt") % {"reach": reach}]))

    @property
    def work(self) -> str:
        """Which work the line names, as it was typed."""
        return text_of(self.line.cells["duties"])

    @property
    def links(self) -> str:
        return text_of(self.line.cells["links"])

    @property
    def text(self) -> str:
        return text_of(self.line.cells["description"])

    @property
    def is_faulty(self) -> bool:
        return self.kind in (Kind.CONFLICT, Kind.REFUSED)


@dataclass(frozen=True)
class Comparison:
    verdicts: list[Verdict] = field(default_factory=list)

    @property
    def counts(self) -> Counter:
        return Counter(verdict.kind for verdict in self.verdicts)

    @property
    def sentence(self) -> str:
        """How many lines of each kind: "12 dòng mới, 3 dòng sửa, 1 dòng xung đột, 2 dòng không nhận"."""
        words = {
            Kind.NEW: _("%(n)d dòng mới"),
            Kind.CHANGED: _("%(n)d dòng sửa"),
            Kind.CONFLICT: _("%(n)d dòng xung đột"),
            Kind.REFUSED: _("%(n)d dòng không nhận"),
        }
        counts = self.counts
        return ", ".join(text % {"n": counts[kind]} for kind, text in words.items() if counts[kind])

    @property
    def unchanged(self) -> int:
        return self.counts[Kind.SAME]

    @property
    def taken(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if verdict.is_taken]

    @property
    def faulty(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if verdict.is_faulty]

    @property
    def shown(self) -> list[Verdict]:
        """All that somebody has to read: what would be written, and what would not be."""
        return [verdict for verdict in self.verdicts if verdict.kind != Kind.SAME]

    @property
    def fingerprint(self) -> str:
        """The same for two comparisons that would write the same over the same."""
        facts = [
            [verdict.line.number, verdict.kind, str(verdict.client_uuid), verdict.expected, verdict.why]
            for verdict in self.shown
        ]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


def compare(lines: Iterable[Line], held: Held, *, today: date) -> Comparison:
    """Set every line beside what the portal holds. One line never depends on whether another is right."""
    reading = _Reading(held, today)
    return Comparison([reading.verdict(line) for line in lines])


class _Reading:
    """One pass over the lines; it remembers which keys it has met."""

    def __init__(self, held: Held, today: date):
        self.today = today
        self.duties = {duty.pk: duty for duty in held.duties if duty.is_own}
        self.done = {each.key: each for each in held.done if each.is_own}
        self.withdrawn = held.withdrawn
        self.met: dict[str, int] = {}
        self.typed: Counter[str] = Counter()

    def verdict(self, line: Line) -> Verdict:
        content, faults = content_of(line, today=self.today)
        if line.key and not line.key.startswith(NEW):
            return self._known(line, content, faults)
        if faults:
            return _refused(line, " ".join(faults))
        return self._fresh(line, content)

    def _known(self, line: Line, content: Content | None, faults: list[str]) -> Verdict:
        """A line of an action that the workbook was written with. One that nobody touched is never in the way."""
        if content and content.version == line.version:
            return Verdict(Kind.SAME, line)
        if line.key in self.met:
            return _refused(
                line,
                _("Mã dòng này đã có ở dòng %(number)d. Hãy xóa một dòng, hoặc chép nội dung sang dòng trống.")
                % {"number": self.met[line.key]},
            )
        self.met[line.key] = line.number
        done = self.done.get(line.key)
        if done is None:
            return _refused(
                line, _("Không có hoạt động này trong việc đang thực hiện của đơn vị. Hãy tải bảng tính mới.")
            )
        if faults:
            return _refused(line, " ".join(faults), done)
        return self._beside(line, content, done, line.version)

    def _beside(self, line: Line, content: Content, done: Done, carried: str) -> Verdict:
        """A line and the action it names: the same, changed here alone, or changed on both sides."""
        current = done.content.version
        if content.version == current:
            return Verdict(Kind.SAME, line)
        if set(content.duties) != set(done.content.duties):
            return _refused(
                line,
                _("Hoạt động đã ghi không chuyển sang việc khác được. Hãy rút trên cổng rồi ghi vào dòng trống."),
                done,
            )
        if not done.is_mendable:
            shut = _("Hoạt động đang chờ xác nhận hoặc đã được xác nhận. Hãy rút lại trên cổng trước khi sửa.")
            return _refused(line, done.why_shut or shut, done)
        found = differences(done.content, content)
        if current != carried:
            words = _("Hoạt động đã được sửa trên cổng sau khi tải bảng tính. Trên cổng hiện là: %(now)s.")
            now = "; ".join(f"{each.name}: {each.before or _('để trống')}" for each in found)
            return Verdict(Kind.CONFLICT, line, words % {"now": now}, content, done.client_uuid, current, found)
        return Verdict(Kind.CHANGED, line, "", content, done.client_uuid, current, found)

    def _fresh(self, line: Line, content: Content) -> Verdict:
        """A new action, or one that this very line became when the file was sent before."""
        duties = [self.duties.get(pk) for pk in content.duties]
        if why := _unfit(content.duties, duties):
            return _refused(line, why)
        client_uuid = fresh_uuid(duties[0].unit_id, self._key(line, content))
        if done := self.done.get(str(client_uuid)):
            return self._beside(line, content, done, done.content.version if done.is_untouched else "")
        if client_uuid in self.withdrawn:
            return _refused(
                line,
                _("Hoạt động ghi từ dòng này đã được rút trên cổng. Muốn ghi lại, hãy chép nội dung sang dòng trống."),
            )
        if why := _shut(duties):
            return _refused(line, why)
        return Verdict(Kind.NEW, line, "", content, client_uuid)

    def _key(self, line: Line, content: Content) -> str:
        """What makes a new line itself: its key; without one, or with a copied one, what it says and the how-manieth
        of its like it is."""
        if line.key and line.key not in self.met:
            self.met[line.key] = line.number
            return line.key
        self.typed[content.version] += 1
        return f"{content.version}:{self.typed[content.version]}"


def differences(before: Content, after: Content) -> tuple[Difference, ...]:
    """Which cells differ, in words."""
    pairs = zip(FILLED.items(), spoken(before), spoken(after), strict=True)
    return tuple(Difference(str(name), old, new) for (_key, name), old, new in pairs if old != new)


def spoken(content: Content) -> list[str]:
    """The cells of an action in words, in the order of the sheet."""
    return [
        "; ".join(str(pk) for pk in sorted(content.duties)),
        short_date(content.done_on),
        columns.channels()[content.channel],
        columns.audiences()[content.audience],
        "" if content.reach is None else number_text(content.reach),
        content.description,
        "\n".join(sorted(content.links)),
    ]


def _unfit(numbers: tuple[int, ...], duties: list[Duty | None]) -> str:
    for number, duty in zip(numbers, duties, strict=True):
        if duty is None:
            return _("Không có việc số %(number)d trong việc đang thực hiện của đơn vị. Hãy chọn trong danh sách.") % {
                "number": number
            }
    if len({(duty.directive_id, duty.unit_id) for duty in duties}) > 1:
        return _("Các việc trong một dòng phải thuộc cùng một văn bản và cùng một đơn vị. Hãy tách thành nhiều dòng.")
    return ""


def _shut(duties: list[Duty]) -> str:
    for duty in duties:
        if not duty.is_open:
            return _("Việc “%(title)s” đang ở trạng thái “%(state)s”, nên không ghi thêm được.") % {
                "title": duty.title,
                "state": duty.state,
            }
        if duty.over:
            return duty.over
    return ""


def _refused(line: Line, why: str, done: Done | None = None) -> Verdict:
    return Verdict(Kind.REFUSED, line, why, None, done.client_uuid if done else None)

"""How the check page is laid out: one section per field or line, doubtful ones first. Nothing here is stored."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign_portal.lib.dates import short_date
from directives.marks import around, in_letter_order, key_of, spans_by_key

from .check import CheckForm, note_name
from .offers import Offer

ANSWERS = {"base": {"issuer_name"}, "copy": {"overseer", "confirmed"}, "task": {"group"}}
TICKS = {
    "number": gettext_lazy("Văn thư điền khi ban hành"),
    "date": gettext_lazy("Văn thư điền khi ban hành"),
    "issuer": gettext_lazy("Đúng là đơn vị này"),
    "report": "",
}


@dataclass(frozen=True)
class Note:
    """A gentle word about something odd: what it says, where its words stand, and whether an officer has seen it."""

    name: str
    message: str
    key: str
    has_source: bool
    is_seen: bool


@dataclass
class Section:
    """One thing that was read: its name, its value in words, the fields that correct it, and what is doubtful."""

    key: str
    title: str
    value: str = ""
    fields: list = field(default_factory=list)
    hidden: list = field(default_factory=list)
    doubts: list[tuple[str, str]] = field(default_factory=list)
    offers: list[tuple[str, Offer]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    has_source: bool = False
    is_new: bool = False
    note: str = ""
    suggestion: str = ""
    file: object = None
    pk: int | None = None
    """The instruction that the section is about; None for all other sections."""
    is_open: bool = False
    is_first: bool = False
    is_last: bool = False

    @property
    def kind(self) -> str:
        """Which list the section is of: "task", "base"."""
        return self.key.partition("-")[0]

    @property
    def asked(self) -> list:
        """The fields that answer the doubt; the others of the line wait under "Sửa mục này"."""
        names = ANSWERS.get(self.kind) if self.doubts else None
        return [each for each in self.fields if names is None or each.name in names]

    @property
    def waiting(self) -> list:
        return [each for each in self.fields if each not in self.asked]

    @property
    def wanted(self) -> list:
        """What a sure section still asks for in the open: the file of an attachment that has none."""
        return [each for each in self.fields if each.name == "file"] if self.file and not self.file.stored_id else []

    @property
    def folded(self) -> list:
        return [each for each in self.fields if each not in self.wanted]

    @property
    def tick(self) -> str:
        """What ticking "seen" says; empty where only an answer will do."""
        return str(TICKS.get(self.key, _("Đã xem, giữ như trên")))

    @property
    def has_errors(self) -> bool:
        return any(each.errors for each in [*self.fields, *self.hidden])

    @property
    def is_shown(self) -> bool:
        """Whether the fields of a fold are in the open: asked for, mistaken, or typed into and not kept yet."""
        return self.is_open or self.has_errors or any(_is_typed(each) for each in self.fields)

    @property
    def target(self) -> str:
        """The id of the section. That of an instruction is its own, wherever it is moved."""
        return f"nd-{self.pk}" if self.pk else f"muc-{self.key}"


@dataclass
class Part:
    title: str
    anchor: str
    sections: list[Section]


class Layout:
    """The page of one draft: `doubtful` sections first, then `parts` with what was read without doubt."""

    def __init__(self, check: CheckForm, every: list[Part], opened: str = ""):
        self.check, self.opened = check, opened
        self.directive = check.directive
        self.reading = self.directive.reading
        self.places = spans_by_key(self.reading, tasks=[each.spans for each in check.instructions])
        self.by_key = {section.key: section for part in every for section in part.sections}
        self.loose = self._spread_doubts()
        for key, section in self.by_key.items():
            section.has_source = key in self.places
        self.notes = self._spread_notes()
        self.doubtful = [s for part in every for s in part.sections if s.doubts] + self.loose
        self.parts = [Part(part.title, part.anchor, [s for s in part.sections if not s.doubts]) for part in every]
        self._focus()

    def _focus(self) -> None:
        """The section that was asked for is shown unfolded, with the cursor in it."""
        for section in self.by_key.values():
            section.is_open = self.opened in (section.key, section.target)
            if section.is_open and section.fields and not self.check.heading.is_bound:
                section.asked[0].field.widget.attrs["autofocus"] = True

    def _spread_doubts(self) -> list[Section]:
        """Put every doubt on the section it is about; returns sections for those about no field."""
        loose: dict[str, Section] = {}
        for path in in_letter_order(self.directive.doubts, self.reading):
            key = self._key(path)
            section = self.by_key.get(key) or loose.get(key)
            if section is None:
                section = Section(key or "letter", _phrase(path, self.reading.get("data", {})))
                section.has_source = section.key in self.places
                loose[key] = section
            section.doubts.append((path, self.directive.doubts[path]))
            section.offers += [(path, offer) for offer in self.check.offers.get(path, [])]
            section.suggestion = section.suggestion or _in_words(self.reading.get("suggested", {}).get(path, ""))
        return list(loose.values())

    def _key(self, path: str) -> str:
        """A doubt about a task or its group is answered on the instruction that stands for the task now."""
        head, _dot, rest = path.partition(".")
        if head == "tasks" and rest:
            at = int(rest.partition(".")[0])
            return next((f"task-{nth}" for nth, each in enumerate(self.check.instructions) if at in each.places), "")
        return key_of(path, self.reading.get("data", {}))

    def _spread_notes(self) -> list[Note]:
        """Put every gentle note on the section of its words; returns those about no field, and those seen before."""
        loose = []
        for nth, finding in enumerate(self.reading.get("findings", [])):
            note = _note(nth, finding, self.check.noted)
            place = finding["spans"][0] if finding["spans"] else None
            key = around(place, self.places, self.by_key) if place else self._key(finding["path"])
            section = self.by_key.get(key)
            if finding["code"] == "attachment" and (section is None or (section.file and section.file.stored_id)):
                continue  # its file is there, or the officer took the line away
            (loose if section is None or note.is_seen else section.notes).append(note)
        return loose

    @property
    def open_notes(self) -> list[Note]:
        return [note for note in self.notes if not note.is_seen]

    @property
    def seen_notes(self) -> list[Note]:
        return [note for note in self.notes if note.is_seen]

    @property
    def doubtful_keys(self) -> set[str]:
        return {section.key for section in self.doubtful}

    @property
    def targets(self) -> dict[str, str]:
        """Where the words of the letter lead: key → id of the section."""
        return {section.key: section.target for section in [*self.by_key.values(), *self.loose] if section.has_source}

    @property
    def removed(self) -> list[tuple[int, str]]:
        """Instructions that were taken away and can be brought back: key and first words."""
        return [(pk, Truncator(row["text"]).chars(110)) for pk, row in sorted(self.check.edits.removed.items())]

    @property
    def count(self) -> int:
        """How many things were read: sections with a value."""
        return sum(
            bool(s.value) and not s.is_new for s in [*self.doubtful, *(s for p in self.parts for s in p.sections)]
        )


def _is_typed(field) -> bool:
    return field.form.is_bound and field.name in field.form.changed_data


def _note(nth: int, finding: dict, seen: set[str]) -> Note:
    name = note_name(finding)
    return Note(name, finding["message"], f"note-{nth}", bool(finding["spans"]), name in seen)


def _phrase(path: str, data: dict) -> str:
    head, _dot, at = path.partition(".")
    if head == "deadlines" and at.isdigit() and int(at) < len(data.get("deadlines", [])):
        return _("Mốc thời gian “%(phrase)s”") % {"phrase": data["deadlines"][int(at)]["phrase"]}
    return _("Nội dung khác của văn bản")


def _in_words(suggested: str) -> str:
    """A suggested day as people write it; other words as they are."""
    try:
        return short_date(date.fromisoformat(suggested))
    except ValueError:
        return suggested

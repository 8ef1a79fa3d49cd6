"""How the check page is laid out: one section per field or line, doubtful ones first. Nothing here is stored."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign_portal.lib.dates import long_date, short_date
from directives.marks import key_of, spans_by_key
from directives.models import Directive

from .check import CheckForm

ANSWERS = {"base": {"issuer_name"}, "copy": {"overseer", "confirmed"}, "task": {"group"}}
TICKS = {
    "number": gettext_lazy("Văn thư điền khi ban hành"),
    "date": gettext_lazy("Văn thư điền khi ban hành"),
    "issuer": gettext_lazy("Đúng là đơn vị này"),
    "report": "",
}


@dataclass
class Section:
    """One thing that was read: its name, its value in words, the fields that correct it, and what is doubtful."""

    key: str
    title: str
    value: str = ""
    fields: list = field(default_factory=list)
    hidden: list = field(default_factory=list)
    doubts: list[tuple[str, str]] = field(default_factory=list)
    has_source: bool = False
    is_new: bool = False
    note: str = ""
    suggestion: str = ""
    file: object = None

    @property
    def asked(self) -> list:
        """The fields that answer the doubt; the others of the line wait under "Sửa mục này"."""
        names = ANSWERS.get(self.key.partition("-")[0]) if self.doubts else None
        return [each for each in self.fields if names is None or each.name in names]

    @property
    def waiting(self) -> list:
        return [each for each in self.fields if each not in self.asked]

    @property
    def waiting_errors(self) -> bool:
        return any(each.errors for each in self.waiting)

    @property
    def tick(self) -> str:
        """What ticking "seen" says; empty where only an answer will do."""
        return str(TICKS.get(self.key, _("Đã xem, giữ như trên")))

    @property
    def has_errors(self) -> bool:
        return any(each.errors for each in [*self.fields, *self.hidden])

    @property
    def target(self) -> str:
        return f"muc-{self.key}"


@dataclass
class Part:
    title: str
    anchor: str
    sections: list[Section]


class Layout:
    """The page of one draft: `doubtful` sections first, then `parts` with what was read without doubt."""

    def __init__(self, check: CheckForm):
        self.check = check
        self.directive = check.directive
        self.data = self.directive.reading.get("data", {})
        self.places = spans_by_key(self.directive.reading)
        every = list(_parts(check))
        by_key = {section.key: section for part in every for section in part.sections}
        self.loose = self._spread_doubts(by_key)
        for key, section in by_key.items():
            section.has_source = key in self.places
        self.doubtful = [s for part in every for s in part.sections if s.doubts] + self.loose
        self.parts = [Part(part.title, part.anchor, [s for s in part.sections if not s.doubts]) for part in every]

    def _spread_doubts(self, by_key: dict[str, Section]) -> list[Section]:
        """Put every doubt on the section it is about; returns sections for those about no field."""
        loose = []
        for path, why in self.directive.doubts.items():
            section = by_key.get(_section_key(path, self.data))
            if section is None:
                section = Section(key_of(path, self.data) or "letter", _phrase(path, self.data))
                section.has_source = section.key in self.places
                loose.append(section)
            section.doubts.append((path, why))
            section.suggestion = section.suggestion or self.directive.reading.get("suggested", {}).get(path, "")
        return loose

    @property
    def doubtful_keys(self) -> set[str]:
        return {section.key for section in self.doubtful}

    @property
    def count(self) -> int:
        """How many things were read: sections with a value."""
        return sum(
            bool(s.value) and not s.is_new for s in [*self.doubtful, *(s for p in self.parts for s in p.sections)]
        )

    @property
    def findings(self) -> list[str]:
        return [finding["message"] for finding in self.directive.reading.get("findings", [])]


def _section_key(path: str, data: dict) -> str:
    """A doubt about a task's group is answered on the task, which holds the choice of group."""
    head, _dot, rest = path.partition(".")
    if head == "tasks" and rest.endswith(".group"):
        return f"task-{rest.partition('.')[0]}"
    return key_of(path, data)


def _phrase(path: str, data: dict) -> str:
    head, _dot, at = path.partition(".")
    if head == "deadlines" and at.isdigit() and int(at) < len(data.get("deadlines", [])):
        return _("Mốc thời gian “%(phrase)s”") % {"phrase": data["deadlines"][int(at)]["phrase"]}
    return _("Nội dung khác của văn bản")


def _parts(check: CheckForm) -> Iterator[Part]:
    directive, heading = check.directive, check.heading
    yield Part(_("Văn bản"), "heading", list(_heading(directive, heading)))
    yield Part(_("Căn cứ"), "bases", list(_lines(check, "bases", "base", _basis, _("Thêm căn cứ"))))
    yield Part(_("Kính gửi"), "to", list(_lines(check, "addressees", "to", _phrase_of, _("Thêm dòng nơi nhận"))))
    yield Part(_("Nhóm nhiệm vụ"), "groups", list(_lines(check, "groups", "group", _phrase_of, _("Thêm nhóm"))))
    yield Part(
        _("Nội dung yêu cầu"), "tasks", list(_lines(check, "instructions", "task", _task, _("Thêm nội dung yêu cầu")))
    )
    yield Part(_("Thời gian và báo cáo"), "days", list(_days(directive, heading)))
    attached = list(_lines(check, "attachments", "file", _attachment, _("Thêm tài liệu đính kèm")))
    yield Part(_("Liên kết và đính kèm"), "files", [_links(directive, heading), *attached])
    copies = list(_lines(check, "copies", "copy", _copy, _("Thêm dòng nơi nhận bản sao")))
    yield Part(_("Ký và nơi nhận bản sao"), "signing", [_signer(directive, heading), *copies])


def _heading(directive: Directive, form) -> Iterator[Section]:
    yield Section("number", _("Số"), directive.number, [form["number"]])
    yield Section("symbol", _("Ký hiệu"), directive.symbol, [form["symbol"]])
    yield Section("date", _("Ngày văn bản"), _day(directive.dated_on), [form["dated_on"]])
    yield Section("place", _("Địa danh"), directive.place, [form["place"]])
    kind = f"{directive.doc_type}, {directive.urgency}" if directive.urgency else directive.doc_type
    yield Section("type", _("Loại văn bản"), kind, [form["doc_type"], form["urgency"]])
    yield Section("subject", _("Trích yếu"), directive.subject, [form["subject"]])
    yield Section("issuer", _("Cơ quan ban hành"), directive.issuer.name)


def _days(directive: Directive, form) -> Iterator[Section]:
    ends = _("đến hết %(day)s") % {"day": _day(directive.due_on)} if directive.due_on else ""
    begins = _("từ %(day)s") % {"day": _day(directive.starts_on)} if directive.starts_on else ""
    period = " ".join(words for words in (begins, ends) if words)
    yield Section("period", _("Thời gian thực hiện"), period, [form["starts_on"], form["due_on"]])
    report = _("Không yêu cầu báo cáo") if directive.no_report else _day(directive.report_due_on)
    section = Section("report", _("Hạn đơn vị báo cáo kết quả"), report, [form["report_due_on"], form["no_report"]])
    if directive.due_on and not report:
        words = _("Ngày %(day)s là ngày kết thúc thực hiện, không phải hạn báo cáo.")
        section.note = words % {"day": short_date(directive.due_on)}
    yield section


def _links(directive: Directive, form) -> Section:
    return Section("links", _("Liên kết"), " · ".join(directive.links), [form["links"]])


def _signer(directive: Directive, form) -> Section:
    words = (directive.signer_name, directive.signer_title, directive.signer_authority)
    fields = [form["signer_name"], form["signer_title"], form["signer_authority"]]
    return Section("signer", _("Người ký"), ", ".join(word for word in words if word), fields)


def _lines(check: CheckForm, name: str, kind: str, describe, add: str) -> Iterator[Section]:
    """A section per line of a list, then one for a new line. A line's key says where in the reading it came from."""
    rows, formset = check.rows[name], check.lists[name]
    for row, form in zip(rows, formset.forms, strict=False):
        section = describe(row, form)
        section.key = f"{kind}-{_place(row, check.directive)}"
        section.fields.append(form["drop"])
        section.hidden = [form["pk"]]
        yield section
    for form in formset.forms[len(rows) :]:
        fields = [each for each in form.visible_fields() if each.name != "drop"]
        section = Section(f"{kind}-new", add, fields=fields, hidden=[form["pk"]], is_new=True)
        yield section


def _place(row, directive: Directive) -> int | str:
    """An attachment has no place of its own: its title tells which of the reading it is."""
    if hasattr(row, "order"):
        return row.order
    titles = directive.reading.get("data", {}).get("attachments", [])
    return titles.index(row.title) if row.title in titles else f"x{row.pk}"


def _basis(row, form) -> Section:
    words = (row.reference, short_date(row.dated_on) if row.dated_on else "", row.issuer_name)
    title = _("Căn cứ %(nth)d") % {"nth": row.order + 1}
    note = "" if row.issuer_name else _("Không thấy cơ quan ban hành trong văn bản.")
    fields = [form["reference"], form["dated_on"], form["issuer_name"]]
    return Section("", title, ", ".join(word for word in words if word), fields, note=note)


def _phrase_of(row, form) -> Section:
    nth = {"nth": row.order + 1}
    title = _("Dòng %(nth)d") % nth if row.source == "addressee" else _("Nhóm %(nth)d") % nth
    return Section("", title, row.phrase, [form["phrase"]])


def _task(row, form) -> Section:
    title = row.label or _("Tất cả")
    own = _("Hạn riêng %(day)s.") % {"day": short_date(row.due_on)} if row.due_on else ""
    kind = "" if row.binding else _("Không bắt buộc.")
    fields = [form["text"], form["group"], form["binding"], form["due_on"]]
    return Section("", title, row.text, fields, note=" ".join(words for words in (kind, own) if words))


def _attachment(row, form) -> Section:
    note = row.original_name if row.stored_id else _("Chưa có tệp.")
    return Section("", _("Đính kèm"), row.title, [form["title"], form["file"]], note=note, file=row)


def _copy(row, form) -> Section:
    note = ""
    if row.confirmed_at and row.overseer:
        note = _("%(unit)s được xem toàn bộ tiến độ.") % {"unit": row.overseer.name}
    return Section("", _("Nơi nhận"), row.text, [form["text"], form["overseer"], form["confirmed"]], note=note)


def _day(day) -> str:
    return long_date(day) if day else ""

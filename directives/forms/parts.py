"""The parts of the check page: for each field and each line of the lists, its section with its value in words."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from campaign_portal.lib.dates import long_date, short_date
from directives.models import Directive

from .check import CheckForm
from .sections import Layout, Part, Section


def layout_of(check: CheckForm, opened: str = "") -> Layout:
    """The page as it is drawn. `opened` names the section to show unfolded, by key or, for an instruction, by id."""
    return Layout(check, list(_parts(check)), opened)


def _parts(check: CheckForm) -> Iterator[Part]:
    directive, heading = check.directive, check.heading
    yield Part(_("Văn bản"), "heading", list(_heading(directive, heading)))
    yield Part(_("Căn cứ"), "bases", list(_lines(check, "bases", "base", _basis, _("Thêm căn cứ"))))
    yield Part(_("Kính gửi"), "to", list(_lines(check, "addressees", "to", _phrase_of, _("Thêm dòng nơi nhận"))))
    yield Part(_("Nhóm nhiệm vụ"), "groups", list(_lines(check, "groups", "group", _phrase_of, _("Thêm nhóm"))))
    yield Part(_("Nội dung yêu cầu"), "tasks", list(_tasks(check)))
    yield Part(_("Thời gian và báo cáo"), "days", list(_days(directive, heading)))
    attached = list(_lines(check, "attachments", "file", _attachment, _("Thêm tài liệu đính kèm")))
    yield Part(_("Liên kết và đính kèm"), "files", [_links(directive, heading), *attached])
    copies = list(_lines(check, "copies", "copy", _copy, _("Thêm dòng nơi nhận bản sao")))
    yield Part(_("Ký và nơi nhận bản sao"), "signing", [_signer(directive, heading), *copies])


# --- Single fields ----------------------------------------------------------------------------------------------------
def _heading(directive: Directive, form) -> Iterator[Section]:
    yield Section("number", _("Số"), directive.number, [form["number"]])
    yield Section("symbol", _("Ký hiệu"), directive.symbol, [form["symbol"]])
    yield Section("date", _("Ngày văn bản"), _day(directive.dated_on), [form["dated_on"]])
    yield Section("place", _("Địa danh"), directive.place, [form["place"]])
    kind = f"{directive.doc_type}, {directive.urgency}" if directive.urgency else directive.doc_type
    yield Section("type", _("Loại văn bản"), kind, [form["doc_type"], form["urgency"]])
    yield Section("subject", _("Trích yếu"), directive.subject, [form["subject"]])
    yield Section("issuer", _("Đơn vị ban hành"), directive.issuer.name)


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


# --- Lines ------------------------------------------------------------------------------------------------------------
def _lines(check: CheckForm, name: str, kind: str, describe, add: str) -> Iterator[Section]:
    """A section per line of a list, then one for a new line. A line's key says where in the reading it came from."""
    new = 0
    for row, form in zip(check.rows[name], check.lists[name].forms, strict=False):
        if row:
            section = describe(row, form)
            section.key = f"{kind}-{_place(row, check.directive)}"
            section.fields.append(form["drop"])
            section.hidden = [form["pk"]]
            yield section
        else:
            new += 1
            yield _new_line(f"{kind}-new{new if new > 1 else ''}", add, form)


def _new_line(key: str, add: str, form) -> Section:
    fields = [each for each in form.visible_fields() if each.name != "drop"]
    return Section(key, add, fields=fields, hidden=[form["pk"]], is_new=True)


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


def _attachment(row, form) -> Section:
    note = row.original_name if row.stored_id else _("Chưa có tệp.")
    return Section("", _("Đính kèm"), row.title, [form["title"], form["file"]], note=note, file=row)


def _copy(row, form) -> Section:
    note = ""
    if row.confirmed_at and row.overseer:
        note = _("%(unit)s được xem toàn bộ tiến độ.") % {"unit": row.overseer.name}
    return Section("", _("Nơi nhận"), row.text, [form["text"], form["overseer"], form["confirmed"]], note=note)


# --- Instructions -----------------------------------------------------------------------------------------------------
def _tasks(check: CheckForm) -> Iterator[Section]:
    """A section per instruction as they stand in the draft, then one for each that is new."""
    pairs = list(zip(check.rows["instructions"], check.lists["instructions"].forms, strict=False))
    forms = {row.pk: form for row, form in pairs if row}
    for nth, row in enumerate(check.instructions):
        yield _task(row, forms.get(row.pk), nth, len(check.instructions))
    for nth, form in enumerate(form for row, form in pairs if row is None):
        yield _new_line(f"task-new{nth + 1 if nth else ''}", _("Thêm nội dung yêu cầu"), form)


def _task(row, form, nth: int, count: int) -> Section:
    own = _("Hạn riêng %(day)s.") % {"day": short_date(row.due_on)} if row.due_on else ""
    kind = "" if row.binding else _("Không bắt buộc.")
    return Section(
        f"task-{nth}",
        row.label or _("Tất cả"),
        row.text,
        [form["text"], form["group"], form["binding"], form["due_on"]] if form else [],
        hidden=[form["pk"]] if form else [],
        note=" ".join(words for words in (kind, own) if words),
        pk=row.pk,
        is_first=nth == 0,
        is_last=nth == count - 1,
    )


def _day(day) -> str:
    return long_date(day) if day else ""

"""One table: the state of a thing -> the word people read, the icon beside it, the colour group.

Pages, mails, charts, Word documents and the map all take these from here, so that a state never has two names.
Keys are the values stored in the database, plus a few that are computed on reading (soon, late, done_late …).
"""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SOON_DAYS = 3
"""From how many days before its day an open duty counts as "sắp đến hạn"."""


@dataclass(frozen=True)
class State:
    """`tone` names tokens (--done-ink …) and classes (.status--done, .cell--done), `icon` a drawing of the sprite."""

    word: str | Promise
    tone: str
    icon: str = ""
    short: str | Promise = ""

    @property
    def label(self) -> str:
        """The word as it begins a line: "Chờ xác nhận"."""
        return capfirst(str(self.word))

    @property
    def brief(self) -> str:
        """The word for a cell of the board, where nothing longer fits: "Chờ"."""
        return str(self.short) or self.label

    @property
    def drawing(self) -> str:
        return self.icon or self.tone


STATES: dict[str, State] = {
    # Progress of an obligation
    "not_started": State(_("chưa thực hiện"), "todo", short=pgettext_lazy("ô bảng", "Chưa")),
    "in_progress": State(_("đang thực hiện"), "doing", short=pgettext_lazy("ô bảng", "Đang")),
    "waiting": State(_("chờ xác nhận"), "wait", short=pgettext_lazy("ô bảng", "Chờ")),
    "returned": State(_("trả lại"), "back"),
    "done": State(_("hoàn thành"), "done", short=pgettext_lazy("ô bảng", "Xong")),
    "not_applicable": State(_("không áp dụng"), "na"),
    "ended": State(_("đã kết thúc"), "na", "stop"),
    # The same with the due day in view
    "soon": State(_("sắp đến hạn"), "soon", "clock"),
    "late": State(_("quá hạn"), "late"),
    "not_started_soon": State(
        _("chưa thực hiện – sắp đến hạn"), "soon", "clock", short=pgettext_lazy("ô bảng", "Chưa")
    ),
    "not_started_late": State(_("chưa thực hiện – quá hạn"), "late", short=pgettext_lazy("ô bảng", "Chưa, quá hạn")),
    "in_progress_soon": State(
        _("đang thực hiện – sắp đến hạn"), "soon", "clock", short=pgettext_lazy("ô bảng", "Đang")
    ),
    "in_progress_late": State(_("đang thực hiện – quá hạn"), "late", short=pgettext_lazy("ô bảng", "Đang, quá hạn")),
    "returned_soon": State(_("trả lại – sắp đến hạn"), "soon", "clock", short=pgettext_lazy("ô bảng", "Trả lại")),
    "returned_late": State(_("trả lại – quá hạn"), "late", short=pgettext_lazy("ô bảng", "Trả lại, quá hạn")),
    "done_on_time": State(_("hoàn thành đúng hạn"), "done", short=pgettext_lazy("ô bảng", "Xong")),
    "done_late": State(_("hoàn thành quá hạn"), "done", "clock", short=pgettext_lazy("ô bảng", "Xong, quá hạn")),
    # A directive on its way
    "draft": State(_("bản nháp"), "todo", "edit"),
    "issued": State(_("đã ban hành"), "doing", "mail"),
    "recalled": State(_("đã thu hồi"), "na", "stop"),
    "closed": State(_("đã kết thúc"), "na", "stop"),
    "running": State(_("đang thực hiện"), "doing"),
    # Receipt by a unit
    "unseen": State(_("chưa xem"), "todo"),
    "seen": State(_("đã xem"), "doing", "check"),
    "received": State(_("đã tiếp nhận"), "done"),
    "not_received": State(_("chưa tiếp nhận"), "late"),
    "refused": State(_("sai nơi nhận"), "back"),
    "redirected": State(_("đã chuyển nơi khác"), "na", "arrow"),
    # An action, and what the officer said of it
    "recorded": State(_("đã ghi"), "doing"),
    "submitted": State(_("chờ xác nhận"), "wait"),
    "resubmitted": State(_("đã gửi lại"), "wait"),
    "accepted": State(_("đã xác nhận"), "done"),
    "withdrawn": State(_("đã rút"), "na"),
    # A web address given as evidence
    "link_verified": State(_("đã kiểm chứng"), "done"),
    "link_unverified": State(_("chưa kiểm chứng được"), "todo", "info"),
    "link_contradicts": State(_("có điểm không khớp"), "soon", "late"),
    "link_dead": State(_("không còn mở được"), "late"),
    # A message
    "planned": State(_("đã lên lịch"), "todo", "clock"),
    "queued": State(_("chờ gửi"), "wait"),
    "sending": State(_("đang gửi"), "doing"),
    "sent": State(_("đã gửi"), "done", "mail"),
    "failed": State(_("gửi không được"), "late"),
    "missed": State(_("đã bỏ lỡ"), "na"),
    "cancelled": State(_("đã hủy"), "na"),
}
OPEN = ("not_started", "in_progress", "returned")


def state(key: str) -> State:
    """The state behind a stored value. An unknown value raises KeyError: a page must not invent a word."""
    return STATES[str(key)]


def describe(progress: str, *, due_on: date, today: date, submitted_on: date | None = None) -> str:
    """The key of `STATES` that says a progress together with its due day, as seen on the local day `today`.

    "Chờ xác nhận" never becomes late: the clock stands still while the officer reviews. Done is on time when the
    submission that was accepted came by the end of the due day.
    """
    if progress == "done" and submitted_on:
        return "done_on_time" if submitted_on <= due_on else "done_late"
    if progress not in OPEN or (due_on - today).days > SOON_DAYS:
        return progress
    return f"{progress}_{'late' if due_on < today else 'soon'}"


def due_tone(due_on: date, today: date) -> str:
    """How a due day is coloured: "late" after it, "soon" in its last days and on it, "" before."""
    days = (due_on - today).days
    if days < 0:
        return "late"
    return "soon" if days <= SOON_DAYS else ""

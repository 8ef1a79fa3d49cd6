"""The style page: every component once, in every state it has. Its data is made up and says so."""

import re
from datetime import date, timedelta

from django import forms
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from campaign_portal.lib.forms import (
    ChipsCheckbox,
    ChipsRadio,
    CountField,
    DayField,
    PhotoInput,
    PortalForm,
    UploadInput,
)
from campaign_portal.lib.status import STATES


class SampleForm(PortalForm):
    """One field of each kind."""

    title = forms.CharField(label=_("Tên hoạt động"), help_text=_("Viết như sẽ đọc trong báo cáo."))
    done_on = DayField(label=_("Ngày thực hiện"))
    reached = CountField(label=_("Số lượt tiếp cận"), unit=_("lượt"), help_text=_("Ghi lượt, không phải số người."))
    day = forms.ChoiceField(
        label=_("Buổi"), choices=[("am", _("Sáng")), ("pm", _("Chiều")), ("eve", _("Tối"))], widget=ChipsRadio
    )
    channels = forms.MultipleChoiceField(
        label=_("Hình thức"),
        choices=[("zalo", _("Nhóm Zalo")), ("radio", _("Loa truyền thanh")), ("leaflet", _("Tờ rơi"))],
        widget=ChipsCheckbox,
        required=False,
    )
    ward = forms.ChoiceField(
        label=_("Phường"), choices=[("", "---------"), ("ak", _("An Khánh")), ("cs", _("Cái Sơn"))]
    )
    photo = forms.FileField(label=_("Ảnh"), widget=PhotoInput(max_mb=20), required=False)
    report = forms.FileField(label=_("Văn bản"), widget=UploadInput(note=_("PDF hoặc Word")), required=False)
    note = forms.CharField(label=_("Ghi chú"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    checked = forms.BooleanField(label=_("Đã kiểm tra số liệu"))


TYPED = {"title": "Họp tổ dân phố", "done_on": "31/02/2026", "reached": "khoảng 120", "channels": ["zalo"]}


@require_safe
@login_required
def style(request: HttpRequest) -> HttpResponse:
    """For whoever administers the system; to everyone else the page does not exist."""
    if not request.user.is_staff:
        raise Http404
    today = timezone.localdate()
    return render(request, "ground/style.html", {"today": today, **lists(today), **figures(), **sample_forms()})


def sample_forms() -> dict:
    day = timezone.localdate() - timedelta(days=2)
    return {
        "good_form": SampleForm(
            initial={"title": "Họp tổ dân phố", "done_on": day, "reached": 1240, "day": "eve", "channels": ["zalo"]}
        ),
        "bad_form": SampleForm({f"bad-{name}": value for name, value in TYPED.items()}, prefix="bad"),
    }


def lists(today: date) -> dict:
    rows = [
        {"name": "PVHTT quận Bình Thủy", "state": "done", "actions": 9},
        {"name": "PVHTT quận Ninh Kiều", "state": "returned", "actions": 3},
        {"name": "PVHTT quận Ô Môn", "state": "in_progress_late", "actions": 1240},
    ]
    at = timezone.now()
    return {
        "states": list(STATES),
        "days": [today + timedelta(days=n) for n in (6, 3, 0, -3)],
        "rows": rows,
        "page": Paginator(range(1, 240), 25).get_page(4),
        "filters": [("", _("Tất cả"), 36), ("none", _("Chưa có hoạt động"), 7), ("done", _("Hoàn thành"), 27)],
        "steps": [_("Tải văn bản"), _("Kiểm tra"), _("Nơi nhận"), _("Xem trước"), _("Ban hành")],
        "events": [
            {"words": _("Trả lại, đề nghị bổ sung số hộ dân"), "icon": "back", "tone": "back", "at": at},
            {"words": _("Đơn vị gửi xác nhận"), "icon": "wait", "tone": "wait", "at": at - timedelta(hours=21)},
            {"words": _("Đơn vị tiếp nhận văn bản"), "icon": "check", "at": at - timedelta(days=14)},
        ],
        "checklist": [
            {"words": _("Ngày đăng"), "done": True},
            {"words": _("Liên kết bài đăng"), "done": True},
            {"words": _("Ảnh chụp trang"), "done": False},
        ],
        "acts": [
            {"label": _("Thêm ảnh"), "url": "#them-anh", "icon": "camera"},
            {"label": _("Chuyển cho 8 phường"), "url": "#chuyen", "icon": "users"},
        ],
        "icons": icon_names(),
        "is_illustrative": True,
    }


def icon_names() -> list[str]:
    """Every drawing of the sprite but the emblem, which stands in the masthead only."""
    with open(finders.find("img/sprite.svg"), encoding="utf-8") as sprite:
        return [name for name in re.findall(r'<symbol id="(\w+)"', sprite.read()) if name != "emblem"]


def figures() -> dict:
    """Tallies of 52 units, as on the first screen of the dashboard: 41 done, 4 on their way, 7 silent."""
    groups = [
        (_("Sở, ban ngành thành phố"), 27, 1, 3),
        (_("Phòng Văn hóa và Thông tin"), 6, 2, 1),
        (_("Trường đại học, cao đẳng"), 8, 1, 3),
    ]
    return {
        "strip_groups": [
            {"name": name, "tones": ["done"] * done + ["doing"] * doing + ["none"] * none, "url": "#don-vi"}
            for name, done, doing, none in groups
        ],
        "shares": [
            {"label": name, "parts": [("done", done), ("doing", doing), ("none", none)], "url": "#don-vi"}
            for name, done, doing, none in groups
        ],
        "reach": [
            {"label": name, "value": value} for (name, *_rest), value in zip(groups, (48200, 86900, 51300), strict=True)
        ],
    }

"""What the address of the review queue may ask for. Values that name nothing are dropped."""

from datetime import datetime, time

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaign_portal.lib.dates import at_local, local_day
from campaign_portal.lib.forms import PortalForm
from campaign_portal.lib.workdays import WorkCalendar
from directives.models import Delivery, Directive, Instruction, Obligation, RecipientGroup
from reports.queries.doubts import doubtful
from reports.queries.questions import talked_about
from reports.queries.shelves import letters_of, resubmitted_q
from units.models import Unit, UnitKind
from units.queries import having_words

FINDINGS = [
    ("any", _("Có điểm nên xem")),
    ("reused", _("Ảnh, tệp đã nộp nơi khác")),
    ("host", _("Liên kết ngoài trang của đơn vị")),
    ("link", _("Liên kết đã mất hoặc không khớp")),
    ("far", _("Số lượt khác hẳn đơn vị cùng loại")),
    ("late", _("Hoạt động sau hạn")),
    ("entered", _("Nhập muộn, sau hạn")),
    ("early", _("Hoạt động trước ngày văn bản")),
    ("uncounted", _("Chưa khai số lượt")),
    ("photo", _("Ngày chụp khác ngày khai")),
]


TALKS = [
    ("asked", _("Đang hỏi đơn vị")),
    ("answered", _("Đơn vị đã trả lời")),
    ("unit", _("Đơn vị đang hỏi")),
]


class QueueForm(PortalForm):
    mark_optional = False


class QueueFilter(django_filters.FilterSet):
    """Narrows what a person may review. Choices are those of the letters in force that the person coordinates."""

    directive = django_filters.ChoiceFilter(
        label=_("Văn bản"), field_name="instruction__directive", empty_label=_("Mọi văn bản")
    )
    instruction = django_filters.ChoiceFilter(
        label=_("Nội dung yêu cầu"), field_name="instruction", empty_label=_("Mọi nội dung")
    )
    group = django_filters.ChoiceFilter(label=_("Nhóm nơi nhận"), method="of_group", empty_label=_("Mọi nhóm"))
    kind = django_filters.ChoiceFilter(label=_("Loại đơn vị"), field_name="unit__kind", empty_label=_("Mọi loại"))
    unit = django_filters.CharFilter(
        label=_("Đơn vị"),
        method="of_unit",
        max_length=200,
        widget=forms.TextInput({"placeholder": _("tên hoặc một phần tên"), "autocomplete": "off"}),
    )
    finding = django_filters.ChoiceFilter(
        label=_("Điểm nên xem"), method="with_finding", choices=FINDINGS, empty_label=_("Không lọc")
    )
    longer = django_filters.NumberFilter(
        label=_("Chờ quá (ngày làm việc)"),
        method="waiting_longer",
        min_value=0,
        max_value=250,
        decimal_places=0,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    question = django_filters.ChoiceFilter(
        label=_("Hỏi đáp"), method="talked_about", choices=TALKS, empty_label=_("Không lọc")
    )
    resubmitted = django_filters.BooleanFilter(
        label=_("Chỉ việc gửi lại"), method="sent_again", widget=forms.CheckboxInput
    )

    class Meta:
        model = Obligation
        fields: list[str] = []
        form = QueueForm

    def __init__(self, data, *, queryset: QuerySet[Obligation], user, now: datetime):
        """`kept_at` is told once the rows have been asked for: when a long queue was gone through for its findings."""
        super().__init__(data, queryset=queryset)
        self.user, self.now, self.today = user, now, local_day(now)
        self.kept_at: datetime | None = None
        letters = letters_of(user).order_by("-issued_at", "-pk")
        for name, choices in _choices(letters, data.get("directive", "")).items():
            self.filters[name].extra["choices"] = choices

    def of_group(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        group = RecipientGroup.objects.get(pk=value)
        chosen = group.members.filter(chosen=True)
        return rows.filter(instruction__directive=group.directive_id, unit__in=chosen.values("unit"))

    def of_unit(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Units with these words in their name, signs left out; a number in a link is one unit's key."""
        if value.isascii() and value.isdigit() and len(value) < 16:
            return rows.filter(unit=int(value))
        return rows.filter(unit__in=having_words(Unit.objects.all(), value, "folded").values("pk"))

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """By findings last: of a long list only the first rows are named, and those are to be what the rest leaves."""
        asked = self.form.cleaned_data
        for name in sorted(asked, key=lambda each: each == "finding"):
            queryset = self.filters[name].filter(queryset, asked[name])
        return queryset

    def with_finding(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Looked for once, and named: the page asks several things of the same rows."""
        found = doubtful(rows, value, self.user, now=self.now)
        self.kept_at = found.kept_at
        return rows.filter(pk__in=found.keys)

    def talked_about(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        return rows.filter(pk__in=talked_about(value))

    def sent_again(self, rows: QuerySet, _name: str, value: bool) -> QuerySet:
        return rows.filter(resubmitted_q()) if value else rows

    def waiting_longer(self, rows: QuerySet, _name: str, value) -> QuerySet:
        """Sent before the working day that leaves more than so many working days up to today."""
        day = WorkCalendar.load().back(self.today, int(value))
        return rows.filter(submitted_at__lt=at_local(day, time.min))

    @property
    def query(self) -> dict[str, str]:
        """What is asked for, as the address says it."""
        self.form.is_valid()
        asked = {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "", False)}
        return {name: "on" if value is True else str(value) for name, value in asked.items()}


def _choices(letters: QuerySet[Directive], chosen: str) -> dict[str, list[tuple[int | str, str]]]:
    """The choices of the filters by what the letters hold; instructions and groups of the chosen letter, if any."""
    directives = {each.pk: each for each in letters}
    several = len(directives) > 1
    of = [int(chosen)] if chosen.isascii() and chosen.isdigit() and int(chosen[:18]) in directives else list(directives)
    units = Unit.objects.filter(pk__in=Delivery.objects.filter(directive__in=of).values("unit"))
    instructions = Instruction.objects.filter(directive__in=of).order_by("-directive", "order")
    groups = RecipientGroup.objects.filter(directive__in=of, source="addressee").order_by("-directive", "order")
    kinds = set(units.order_by().values_list("kind", flat=True).distinct())

    def named(row, words: str) -> tuple[int, str]:
        beside = several and len(of) > 1
        return row.pk, f"{words} ({directives[row.directive_id].reference})" if beside else words

    return {
        "directive": [(pk, each.reference) for pk, each in directives.items()],
        "instruction": [named(each, f"{each.label} {each.title}".strip()) for each in instructions],
        "group": [named(each, each.phrase) for each in groups],
        "kind": [(kind.value, kind.label[:1].upper() + kind.label[1:]) for kind in UnitKind if kind in kinds],
    }

"""The lists that the figures open; `reports.exports` gives the same rows as files."""

from dataclasses import replace

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from reports.models import Audience, Channel
from reports.summary import words
from reports.summary.lists import (
    DEED_SORTS,
    RECEIPTS,
    REPORTS,
    TASK_SORTS,
    TASK_STATES,
    TIMINGS,
    UNIT_SORTS,
    UNIT_STATES,
    DeedFilter,
    TaskFilter,
    UnitFilter,
    arranged,
)
from units.models import Unit

from .summary import Opened, of_directive

PER_PAGE = 50


# --- Units ------------------------------------------------------------------------------------------------------------
@of_directive
def units(request: HttpRequest, opened: Opened) -> HttpResponse:
    chosen = UnitFilter.read(request.GET)
    rows = found_units(request, opened, chosen)
    return render(
        request,
        "reports/summary_units.html",
        opened.context()
        | {
            "chosen": chosen,
            "total": len(rows),
            "label": unit_label(chosen),
            "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
            "chips": unit_chips(opened, chosen),
            "receipts": [("", _("Mọi tình trạng tiếp nhận"))]
            + [(key, words.sentence_case(str(label))) for key, (label, _f) in RECEIPTS.items()],
            "reports": [("", _("Mọi tình trạng báo cáo"))]
            + [(key, words.sentence_case(str(label))) for key, (label, _f) in REPORTS.items()],
            "groups": addressee_options(opened),
            "districts": district_options(opened),
            "narrowed": narrowed(opened, chosen.group or chosen.task, chosen.district),
        },
    )


def found_units(request: HttpRequest, opened: Opened, chosen: UnitFilter) -> list:
    return arranged(chosen.rows(opened.summary), request.GET.get("sort", ""), UNIT_SORTS, usual="state")


def unit_label(chosen: UnitFilter) -> str:
    labels = [UNIT_STATES[chosen.state][0]] if chosen.state else []
    labels += [RECEIPTS[chosen.receipt][0]] if chosen.receipt else []
    labels += [REPORTS[chosen.report][0]] if chosen.report else []
    return ", ".join(map(str, labels)) or _("phải thực hiện")


def unit_chips(opened: Opened, chosen: UnitFilter) -> list[tuple]:
    """Each state with the number of rows it would show; states that nobody is in are left out."""
    chips = [("", _("Tất cả"), len(replace(chosen, state="").rows(opened.summary)))]
    for key, (label, _holds) in UNIT_STATES.items():
        count = len(replace(chosen, state=key).rows(opened.summary))
        if count or key == chosen.state:
            chips.append((key, words.sentence_case(str(label)), count))
    return chips


# --- Tasks ------------------------------------------------------------------------------------------------------------
@of_directive
def obligations(request: HttpRequest, opened: Opened) -> HttpResponse:
    chosen = TaskFilter.read(request.GET)
    rows = found_tasks(request, opened, chosen)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "reports/summary_obligations.html",
        opened.context()
        | {
            "chosen": chosen,
            "total": len(rows),
            "label": task_label(chosen),
            "page": page,
            "responsible": responsible_names(page.object_list),
            "chips": task_chips(opened, chosen),
            "timings": [("", _("Mọi thời hạn"))]
            + [(key, words.sentence_case(str(label))) for key, (label, _f) in TIMINGS.items()],
            "groups": task_group_options(opened),
            "districts": district_options(opened),
            "narrowed": narrowed(opened, chosen.group, chosen.district, chosen.unit, chosen.instruction),
        },
    )


def found_tasks(request: HttpRequest, opened: Opened, chosen: TaskFilter) -> list:
    return arranged(chosen.rows(opened.summary), request.GET.get("sort", ""), TASK_SORTS, usual="state")


def task_label(chosen: TaskFilter) -> str:
    labels = [TASK_STATES[chosen.progress][0]] if chosen.progress else []
    labels += [TIMINGS[chosen.timing][0]] if chosen.timing else []
    return ", ".join(map(str, labels)) or _("được giao")


def task_chips(opened: Opened, chosen: TaskFilter) -> list[tuple]:
    chips = [("", _("Tất cả"), len(replace(chosen, progress="").rows(opened.summary)))]
    for key, (label, _holds) in TASK_STATES.items():
        count = len(replace(chosen, progress=key).rows(opened.summary))
        if count or key == chosen.progress:
            chips.append((key, words.sentence_case(str(label)), count))
    return chips


def responsible_names(tasks) -> dict[int, str]:
    """Names of the units that carry tasks of others since a merger. One query."""
    keys = {task.responsible_unit_id for task in tasks if task.is_handed_over}
    return dict(Unit.objects.filter(pk__in=keys).values_list("pk", "name"))


# --- Actions ----------------------------------------------------------------------------------------------------------
@of_directive
def actions(request: HttpRequest, opened: Opened) -> HttpResponse:
    names = unit_names(opened)
    chosen = DeedFilter.read(request.GET, names)
    rows = found_deeds(request, opened, chosen)
    is_cell = bool(chosen.audience and chosen.channel)
    return render(
        request,
        "reports/summary_actions.html",
        opened.context()
        | {
            "chosen": chosen,
            "total": len(rows),
            "times": sum(deed.times for deed in rows) if is_cell else None,
            "uncounted": sum(deed.is_uncounted for deed in rows),
            "linked": sum(deed.is_linked for deed in rows),
            "repeated": sum(deed.is_repeated for deed in rows),
            "label": deed_label(chosen),
            "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
            "unit_names": names,
            "audiences": [
                ("", _("Mọi đối tượng")),
                *((key, words.sentence_case(label)) for key, label in Audience.choices),
            ],
            "channels": [
                ("", _("Mọi hình thức")),
                *((key, words.sentence_case(label)) for key, label in Channel.choices),
            ],
        },
    )


def found_deeds(request: HttpRequest, opened: Opened, chosen: DeedFilter) -> list:
    return arranged(chosen.rows(opened.deeds), request.GET.get("sort", ""), DEED_SORTS, usual="-done")


def deed_label(chosen: DeedFilter) -> str:
    labels = [_("đến %(audience)s") % {"audience": Audience(chosen.audience).label}] if chosen.audience else []
    labels += [_("qua %(channel)s") % {"channel": Channel(chosen.channel).label}] if chosen.channel else []
    return " ".join(labels) or _("đã ghi")


def unit_names(opened: Opened) -> dict[int, str]:
    """Names as of issue where the unit got the letter, else those of today. One query."""
    keys = {deed.unit_id for deed in opened.deeds}
    names = dict(Unit.objects.filter(pk__in=keys).values_list("pk", "name"))
    return names | {unit.unit_id: unit.name for unit in opened.summary.units}


# --- Common -----------------------------------------------------------------------------------------------------------
def addressee_options(opened: Opened) -> list[tuple[str, str]]:
    return [("", _("Mọi nhóm nơi nhận"))] + [
        (share.key, words.sentence_case(share.name)) for share in opened.summary.by_addressee()
    ]


def task_group_options(opened: Opened) -> list[tuple[str, str]]:
    return [("", _("Mọi nhóm nhiệm vụ"))] + [
        (share.key, words.group_name(share.key, share.name)) for share in opened.summary.by_group()
    ]


def district_options(opened: Opened) -> list[tuple[str, str]]:
    return [("", _("Mọi địa bàn"))] + [
        (share.key, words.share_place_name(share)) for share in opened.summary.by_district()
    ]


def narrowed(opened: Opened, group: str = "", district: str = "", unit: str = "", task: str = "") -> list[str]:
    """The names of what the list is limited to, for the line under its heading."""
    summary = opened.summary
    groups = dict(summary.groups) | {share.key: words.group_name(share.key, share.name) for share in summary.by_group()}
    found = [groups.get(group)] if group else []
    found += [unit.place.finest.name for unit in summary.units if district and unit.place.finest.key == district][:1]
    found += [name for key, name in district_options(opened) if key and key == district and name not in found]
    found += [row.name for row in summary.units if unit and str(row.pk) == unit]
    found += list(dict.fromkeys(each.title for each in summary.tasks if task and str(each.instruction_id) == task))
    return [words.sentence_case(name) for name in found if name]

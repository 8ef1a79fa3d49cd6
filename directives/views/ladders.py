"""The editor of the ladder of a campaign, or of a letter that has one of its own."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from campaign_portal.lib.errors import AlreadyDone, Refused
from campaign_portal.lib.workdays import WorkCalendar
from directives.forms.ladder import FIELD_WORDS, MOST, PRESSES, LadderForm, in_order
from directives.ladder import Rung, default_steps, ladder_in_force, read_ladder
from directives.models import Campaign, Directive, Ladder
from directives.reminders.samples import Sample, sample_of
from directives.services.laddering import (
    follows,
    keep_ladder,
    set_campaign_ladder,
    set_directive_ladder,
    withdraw_ladder,
)
from units.access import unit_ids
from units.models import Role, Unit

from .loading import coordinated_directive


@dataclass(frozen=True)
class Subject:
    """Whose ladder it is: a campaign's, or a letter's."""

    row: Campaign | Directive
    owner: Unit
    back: str
    now: datetime

    @property
    def is_letter(self) -> bool:
        return isinstance(self.row, Directive)

    @property
    def rungs(self) -> list[Rung]:
        """The ladder in force; none where it cannot be read."""
        own = self.row.ladder if self.is_letter else None
        campaign = self.row.campaign if self.is_letter else self.row
        try:
            return ladder_in_force(own, campaign.ladder if campaign else default_steps())
        except ValueError:
            return []

    @property
    def is_own(self) -> bool:
        return self.is_letter and not follows(self.row)

    def save(self, rungs: list[Rung], actor) -> None:
        if self.is_letter:
            set_directive_ladder(directive=self.row, rungs=rungs, actor=actor, now=self.now)
        else:
            set_campaign_ladder(campaign=self.row, rungs=rungs, actor=actor, now=self.now)

    def back_to_default(self, actor) -> None:
        if self.is_letter:
            set_directive_ladder(directive=self.row, rungs=None, actor=actor, now=self.now)
        else:
            self.save(read_ladder(default_steps()), actor)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_ladder(request: HttpRequest, pk: int) -> HttpResponse:
    """For coordinators of the owner; 404 for who has no part in the campaign, 403 for who only sees it."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("owner"), pk=pk)
    if campaign.owner_id not in unit_ids(request.user, Role.COORDINATOR):
        raise PermissionDenied
    back = reverse("directives:campaign", args=[pk])
    return _edit(request, Subject(campaign, campaign.owner, back, timezone.now()))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def directive_ladder(request: HttpRequest, pk: int) -> HttpResponse:
    directive = coordinated_directive(request, pk)
    back = reverse("directives:reminders", args=[pk])
    return _edit(request, Subject(directive, directive.issuer, back, timezone.now()))


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a named ladder no more; to everybody but its owner's coordinators it does not exist."""
    rows = Ladder.objects.filter(owner__in=unit_ids(request.user, Role.COORDINATOR))
    ladder = get_object_or_404(rows, pk=pk)
    try:
        withdraw_ladder(ladder=ladder, actor=request.user, now=timezone.now())
    except AlreadyDone as told:
        messages.info(request, str(told))
    else:
        messages.success(request, _("Đã bỏ bộ nhắc việc “%s”. Văn bản đã dùng không đổi.") % ladder.name)
    return redirect("directives:campaign-list")


def _edit(request: HttpRequest, subject: Subject) -> HttpResponse:
    if request.method != "POST":
        return _show(request, subject, LadderForm.of(_taken(request, subject)))
    form = LadderForm.typed(request.POST)
    if any(name in request.POST for name in PRESSES):
        return _show(request, subject, form)
    if "default" not in request.POST and not form.is_valid():
        return _show(request, subject, form, is_refused=True)
    try:
        _store(request, subject, form)
    except AlreadyDone as told:
        messages.info(request, str(told))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _show(request, subject, form)
    if "keep" in request.POST:
        return _show(request, subject, form)
    return redirect(subject.back)


def _taken(request: HttpRequest, subject: Subject) -> list[Rung]:
    """The ladder in force, or the one that was chosen to begin from."""
    chosen = request.GET.get("from", "")
    if chosen == "default":
        return read_ladder(default_steps())
    if chosen.isascii() and chosen.isdigit() and len(chosen) < 19:
        return read_ladder(get_object_or_404(_named(subject), pk=int(chosen)).steps)
    return subject.rungs


def _named(subject: Subject):
    return Ladder.objects.standing().filter(owner=subject.owner)


def _store(request: HttpRequest, subject: Subject, form: LadderForm) -> None:
    actor = request.user
    if "default" in request.POST:
        subject.back_to_default(actor)
        messages.success(request, _("Đã quay về các lần nhắc mặc định."))
    elif "keep" in request.POST:
        name = request.POST.get("name", "")
        row = keep_ladder(owner=subject.owner, name=name[:120], rungs=form.rungs, actor=actor, now=subject.now)
        messages.success(request, _("Đã lưu bộ nhắc việc “%s”.") % row.name + " " + _unchanged_words(subject, form))
    else:
        known = {rung.name for rung in subject.rungs}
        subject.save(form.rungs, actor)
        messages.success(request, _("Đã lưu các lần nhắc.") + _passed_words(subject, form, known))


def _unchanged_words(subject: Subject, form: LadderForm) -> str:
    """That keeping a ladder changed nothing here, where what stands on the page is not in force yet."""
    mine, shown = ([replace(rung, since=None) for rung in rungs] for rungs in (subject.rungs, form.rungs))
    if in_order(mine) == in_order(shown):
        return _("Chọn bộ này ở trang của văn bản khác để dùng lại.")
    if subject.is_letter:
        return _("Văn bản này chưa đổi: để dùng các bước đang hiện, hãy bấm “Lưu các lần nhắc”.")
    return _("Chiến dịch này chưa đổi: để dùng các bước đang hiện, hãy bấm “Lưu các lần nhắc”.")


def _passed_words(subject: Subject, form: LadderForm, known: set[str]) -> str:
    """How many of the new steps have passed already."""
    sample = _sample(subject)
    count = sum(sample.has_passed(rung) for rung in form.rungs if rung.name not in known)
    words = ngettext(" %d bước mới đã qua, sẽ không gửi.", " %d bước mới đã qua, sẽ không gửi.", count)
    return words % count if count else ""


def _sample(subject: Subject, rungs: Sequence[Rung] = ()) -> Sample:
    return sample_of(subject.row, now=subject.now, calendar=WorkCalendar.load(), rungs=rungs)


def _show(request: HttpRequest, subject: Subject, form: LadderForm, *, is_refused: bool = False) -> HttpResponse:
    sample, known = _sample(subject, form.rungs), {rung.name for rung in subject.rungs}
    pressed = request.POST.get("insert", "").partition(":")[0]
    for each in form.forms:
        _explain(each, sample, known)
        each.is_open = bool(each.errors) or each.is_added or pressed == each.prefix
    context = {
        "subject": subject,
        "form": form,
        "is_refused": is_refused,
        "can_add": len(form.forms) < MOST,
        "fields": FIELD_WORDS.items(),
        "named": _named(subject),
        "chosen": request.GET.get("from", ""),
        "name": request.POST.get("name", ""),
        "is_broken": not subject.rungs,
    }
    return render(request, "directives/ladder.html", context)


def _explain(form, sample: Sample, known: set[str]) -> None:
    """What the page says beside a step: its day, that it has passed, its words filled in."""
    rung = form.rung
    form.when = sample.when(rung) if rung else ""
    form.sent_on = sample.sent_on(rung) if rung else []
    form.gives_way = sample.gives_way(rung) if rung else ""
    form.has_passed = bool(rung) and sample.has_passed(rung)
    form.is_new = bool(rung) and rung.name not in known
    form.example = sample.words(rung) if rung else ""
    form.sample = json.dumps(sample.fields(rung), ensure_ascii=False) if rung else ""

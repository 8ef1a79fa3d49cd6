"""A person's own messages, and how they want to get them. Nobody sees another's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaign_portal.lib.errors import Refused
from directives.forms.preference import PreferenceForm
from directives.inbox import messages_to, unread, words_of
from directives.models import Message, Preference
from directives.reminders.addresses import dead_addresses
from directives.reminders.channels import label_of
from directives.services.preferring import set_preference
from directives.services.reading import read_all, read_message

PER_PAGE = 30


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    rows = messages_to(request.user).defer("text", "html")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    new = set(unread(request.user).order_by().values_list("pk", flat=True))
    return render(request, "directives/inbox.html", {"page": page, "new": new, "unread": len(new)})


@login_required
@require_safe
def inbox_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Opening it is reading it, as with the post."""
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    read_message(message=message, now=timezone.now())
    context = {"message": message, "channel": label_of(message.channel), "words": words_of(message)}
    return render(request, "directives/inbox_message.html", context)


@login_required
@require_POST
def inbox_read(request: HttpRequest) -> HttpResponse:
    read_all(person=request.user, now=timezone.now())
    return redirect("directives:inbox")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    known = Preference.objects.filter(person=request.user).first()
    form = PreferenceForm(request.POST if request.method == "POST" else None, preference=known)
    if form.is_valid():
        try:
            kept = set_preference(person=request.user, now=timezone.now(), **form.chosen)
        except Refused as refusal:
            form.add_error("zalo_phone", str(refusal))
        else:
            messages.success(request, in_words(kept))
            return redirect("directives:preferences")
    troubles = dead_addresses([request.user]).values()
    return render(request, "directives/preferences.html", {"form": form, "troubles": troubles})


def in_words(kept: Preference) -> str:
    """What the choice comes to, said plainly: some work is written about whatever was chosen."""
    if not (kept.email or kept.inbox or kept.zalo):
        return _("Đã lưu. Anh/chị chỉ còn nhận thư về việc bị trả lại và việc quá hạn.")
    if not kept.digests:
        return _("Đã lưu. Anh/chị không nhận nhắc việc định kỳ; việc bị trả lại và việc quá hạn vẫn được báo.")
    return _("Đã lưu. Nhắc việc định kỳ đến lúc %(hour)s giờ.") % {"hour": kept.digest_hour}

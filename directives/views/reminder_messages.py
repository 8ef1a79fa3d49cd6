"""What was said to one person about a letter, for coordinators of the issuing unit."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from directives.models import Directive, Message
from directives.reminders.channels import label_of
from directives.reminders.overview import letters_of, messages_about
from directives.reminders.receipt_link import without_keys

from .loading import coordinated_directive


@login_required
@require_safe
def reminder_message(request: HttpRequest, pk: int, message_pk: int) -> HttpResponse:
    """A message that speaks of letters of others as well shows that it went, and not what it says."""
    directive = coordinated_directive(request, pk)
    message = get_object_or_404(messages_about(directive), pk=message_pk)
    context = {
        "directive": directive,
        "message": message,
        "channel": label_of(message.channel),
        "is_mixed": _is_mixed(request, message),
        "words": without_keys(message.text),
    }
    return render(request, "directives/reminder_message.html", context)


def _is_mixed(request: HttpRequest, message: Message) -> bool:
    letters = letters_of(message)
    return Directive.objects.visible_to(request.user).filter(pk__in=letters).distinct().count() < len(letters)

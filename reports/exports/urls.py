"""The files of every list. The address of a file is that of its page with .xlsx or .csv in place of the last slash;
its name is `export-` and the key by which the pages ask for it (`{% downloads "units" %}`)."""

from collections.abc import Callable

from django.urls import path, register_converter

from .views import board, letters, registry, reminding, reviewing, summary, work
from .views.download import Ending, download

register_converter(Ending, "ending")

LISTS: dict[str, tuple[str, Callable]] = {
    "units": ("units", registry.units),
    "people": ("people", registry.people),
    "aliases": ("units/aliases", registry.aliases),
    "letters": ("directives", letters.letters),
    "discarded": ("directives/discarded", letters.discarded),
    "deliveries": ("directives/<int:pk>/units", letters.deliveries),
    "log": ("directives/<int:pk>/log", letters.log),
    "campaigns": ("campaigns", letters.campaigns),
    "workdays": ("workdays", letters.workdays),
    "reminders": ("directives/<int:pk>/reminders", reminding.reminders),
    "hand-reminders": ("directives/<int:pk>/reminders/by-hand", reminding.hand_reminders),
    "rehearsal": ("reminders/rehearsal", reminding.rehearsal),
    "calls": ("directives/<int:pk>/calls", reminding.letter_calls),
    "below-calls": ("deliveries/<int:pk>/below/calls", reminding.below_calls),
    "inbox": ("inbox", reminding.inbox),
    "outbox": ("outbox", reminding.outbox),
    "summary-units": ("directives/<int:pk>/summary/units", summary.units),
    "summary-obligations": ("directives/<int:pk>/summary/obligations", summary.tasks),
    "summary-actions": ("directives/<int:pk>/summary/actions", summary.actions),
    "summary-evidence": ("directives/<int:pk>/summary/evidence", summary.evidence),
    "board": ("directives/<int:pk>/board", board.letter),
    "campaign-board": ("campaigns/<int:pk>/board", board.campaign),
    "my-work": ("my-work", work.my_work),
    "below": ("deliveries/<int:pk>/below", work.below),
    "materials": ("materials", work.library),
    "campaign-materials": ("campaigns/<int:pk>/materials", work.campaign_materials),
    "reviews": ("reviews", reviewing.reviews),
    "claims": ("claims", reviewing.claims),
    "questions": ("questions", reviewing.questions),
    "faqs": ("directives/<int:pk>/faqs", reviewing.faqs),
    "phrases": ("reviews/phrases", reviewing.phrases),
}

urlpatterns = [
    path(f"{address}.<ending:ending>", download(found), name=f"export-{key}") for key, (address, found) in LISTS.items()
]

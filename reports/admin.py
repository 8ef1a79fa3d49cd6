"""Looked at only: what was recorded and decided is changed by its services, never here."""

from django.contrib import admin

from campaign_portal.lib.admin import ReadOnlyAdmin
from reports.models import Action, Claim, Evidence, LinkCheck, LinkWatch, Publication, ReasonPhrase, Review, UnitReport


@admin.register(Action)
class ActionAdmin(ReadOnlyAdmin):
    list_display = ["done_on", "channel", "unit", "directive", "state", "recorded_at"]
    list_filter = ["state", "channel"]
    list_select_related = ["unit", "directive"]
    search_fields = ["client_uuid", "unit__folded"]


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "action", "added_at", "removed_at"]
    list_select_related = ["action"]


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ["decided_at", "verdict", "reviewer", "obligation", "action"]
    list_filter = ["verdict"]
    list_select_related = [
        "reviewer",
        "action",
        "obligation__instruction",
        "obligation__delivery",
    ]


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    list_display = ["claimed_at", "kind", "obligation", "claimed_by", "verdict", "decided_at"]
    list_filter = ["kind", "verdict"]
    list_select_related = ["claimed_by", "obligation__instruction", "obligation__delivery"]


@admin.register(UnitReport)
class UnitReportAdmin(ReadOnlyAdmin):
    list_display = ["submitted_at", "delivery", "reference", "dated_on"]
    list_select_related = ["delivery__directive"]


@admin.register(LinkCheck)
class LinkCheckAdmin(ReadOnlyAdmin):
    list_display = ["at", "evidence", "result", "status", "failed"]
    list_filter = ["result", "failed"]
    list_select_related = ["evidence"]


@admin.register(LinkWatch)
class LinkWatchAdmin(ReadOnlyAdmin):
    list_display = ["evidence", "next_at", "attempts", "failing_since", "dead_since", "claimed_at"]
    list_filter = [("dead_since", admin.EmptyFieldListFilter)]
    list_select_related = ["evidence"]


@admin.register(ReasonPhrase)
class ReasonPhraseAdmin(ReadOnlyAdmin):
    list_display = ["text", "unit", "remembered_at", "withdrawn_at"]
    list_select_related = ["unit"]


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    list_display = ["campaign", "licence", "opened_at", "opened_by", "closed_at", "closed_by"]
    list_filter = ["licence"]
    list_select_related = ["campaign", "opened_by", "closed_by"]

"""The admin only looks: every change of what was asked goes through a service, so that it is logged and dated."""

from django.contrib import admin

from . import models


class ReadOnly(admin.ModelAdmin):
    """Rows to look at. Nothing is added, changed or deleted past the log."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(models.Campaign)
class CampaignAdmin(ReadOnly):
    list_display = ["name", "owner", "starts_on", "ends_on", "closed_at"]


@admin.register(models.Directive)
class DirectiveAdmin(ReadOnly):
    list_display = ["reference", "issuer", "subject", "dated_on", "due_on", "issued_at"]
    list_select_related = ["issuer"]


@admin.register(models.Delivery)
class DeliveryAdmin(ReadOnly):
    list_display = ["unit_name", "directive", "issued_at", "received_at", "refused_at"]
    list_select_related = ["directive"]


@admin.register(models.Obligation)
class ObligationAdmin(ReadOnly):
    list_display = ["instruction", "unit", "due_on", "progress", "counted"]
    list_select_related = ["instruction", "unit"]


@admin.register(models.Change)
class ChangeAdmin(ReadOnly):
    list_display = ["recorded_at", "about", "event", "unit", "actor"]
    list_select_related = ["unit", "actor"]
    list_filter = ["about", "event"]


@admin.register(models.Reminder)
class ReminderAdmin(ReadOnly):
    list_display = ["delivery", "step", "deadline", "send_at", "state", "reason"]
    list_select_related = ["delivery__directive"]


@admin.register(models.Message)
class MessageAdmin(ReadOnly):
    list_display = ["person", "channel", "slot", "state", "subject"]
    list_select_related = ["person"]


@admin.register(models.Preference)
class PreferenceAdmin(ReadOnly):
    list_display = ["person", "email", "inbox", "zalo", "digests", "digest_hour", "changed_at"]
    list_select_related = ["person"]


@admin.register(models.AddressTrouble)
class AddressTroubleAdmin(ReadOnly):
    list_display = ["address", "status", "words", "since", "over_at"]
    list_filter = ["status"]
    raw_id_fields = ["message"]


@admin.register(models.HandReminder)
class HandReminderAdmin(ReadOnly):
    list_display = ["recorded_at", "delivery", "way", "spoken_to", "recorded_by", "withdraws"]
    list_select_related = ["delivery__directive", "spoken_to", "recorded_by", "withdraws__delivery__directive"]


@admin.register(models.Ladder)
class LadderAdmin(ReadOnly):
    list_display = ["name", "owner", "saved_at", "saved_by", "withdrawn_at"]
    list_select_related = ["owner", "saved_by"]


@admin.register(models.Hook)
class HookAdmin(ReadOnly):
    list_display = ["name", "unit", "url", "made_at", "made_by", "ended_at"]
    list_select_related = ["unit", "made_by"]
    exclude = ["secret"]


@admin.register(models.HookMessage)
class HookMessageAdmin(ReadOnly):
    list_display = ["event", "hook", "state", "attempts", "made_at", "tried_at", "answer"]
    list_filter = ["state", "event"]
    list_select_related = ["hook__unit"]

"""The administrator's pages: holidays are edited here, everything else is only looked at."""

from django.contrib import admin

from campaign_portal.lib.models import ActivityEntry, Holiday, JobRun, OutboxMail, StoredFile


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Holiday)
class HolidayAdmin(admin.ModelAdmin):
    list_display = ["day", "name", "is_workday", "source"]
    list_filter = ["is_workday"]
    date_hierarchy = "day"
    search_fields = ["name", "source"]


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    list_display = ["sha256", "content_type", "size", "created_at"]
    search_fields = ["sha256"]
    list_select_related = ["display"]


@admin.register(ActivityEntry)
class ActivityEntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "actor", "verb", "subject"]
    list_filter = ["verb"]
    list_select_related = ["actor"]
    ordering = ["-pk"]


@admin.register(JobRun)
class JobRunAdmin(ReadOnlyAdmin):
    list_display = ["name", "state", "started_at", "finished_at"]
    list_filter = ["name", "state"]


@admin.register(OutboxMail)
class OutboxMailAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "to", "subject"]
    search_fields = ["to", "subject"]

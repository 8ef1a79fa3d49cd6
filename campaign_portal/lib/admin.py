"""The administrator's pages: everything is only looked at. Days off are kept on a page of the portal, with a log."""

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
class HolidayAdmin(ReadOnlyAdmin):
    list_display = ["day", "name", "is_workday", "source", "is_set_aside", "changed_by"]
    list_filter = ["is_workday", "is_set_aside"]
    list_select_related = ["changed_by"]
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

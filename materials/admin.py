"""The admin only looks: materials are changed on the portal's own pages, through services that keep a log."""

from django.contrib import admin

from campaign_portal.lib.admin import ReadOnlyAdmin

from .models import Material, MaterialTake, MaterialVersion, TrackedLink


@admin.register(Material)
class MaterialAdmin(ReadOnlyAdmin):
    list_display = ["title", "campaign", "kind", "created_at", "withdrawn_at"]
    list_filter = ["kind"]
    list_select_related = ["campaign"]


@admin.register(MaterialVersion)
class MaterialVersionAdmin(ReadOnlyAdmin):
    list_display = ["material", "number", "original_name", "url", "published_at", "published_by"]
    list_select_related = ["material", "published_by"]


@admin.register(MaterialTake)
class MaterialTakeAdmin(ReadOnlyAdmin):
    list_display = ["version", "unit", "person", "taken_at"]
    list_select_related = ["version__material", "unit", "person"]


@admin.register(TrackedLink)
class TrackedLinkAdmin(ReadOnlyAdmin):
    list_display = ["material", "unit", "created_at"]
    list_select_related = ["material", "unit"]

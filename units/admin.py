"""The admin only looks: units and people are changed on the portal's own pages, through services that keep a log."""

from django.contrib import admin

from campaign_portal.lib.admin import ReadOnlyAdmin

from .models import ApiCall, ApiToken, Area, Membership, Succession, Unit, UnitAlias, User


@admin.register(Area)
class AreaAdmin(ReadOnlyAdmin):
    list_display = ["name", "level", "parent", "code", "valid_from", "valid_to"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["name", "folded", "code"]


@admin.register(Unit)
class UnitAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "parent", "certainty", "valid_from", "valid_to"]
    list_filter = ["kind", "certainty"]
    list_select_related = ["parent"]
    search_fields = ["name", "folded"]


@admin.register(Succession)
class SuccessionAdmin(ReadOnlyAdmin):
    list_display = ["predecessor", "successor", "effective_on", "decision"]
    list_select_related = ["predecessor", "successor"]


@admin.register(UnitAlias)
class UnitAliasAdmin(ReadOnlyAdmin):
    list_display = ["phrase", "issuer", "remembered_by", "remembered_at", "withdrawn_at"]
    list_select_related = ["issuer", "remembered_by"]
    search_fields = ["phrase", "spelling"]


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ["full_name", "email", "job_title", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["full_name", "folded", "email"]
    exclude = ["password", "groups", "user_permissions"]


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ["user", "unit", "role", "starts_on", "ends_on"]
    list_filter = ["role"]
    list_select_related = ["user", "unit"]
    search_fields = ["user__folded", "unit__folded"]


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    list_display = ["name", "prefix", "person", "unit", "scope", "made_at", "expires_at", "used_at", "revoked_at"]
    list_filter = ["scope"]
    list_select_related = ["person", "unit"]
    exclude = ["digest"]


@admin.register(ApiCall)
class ApiCallAdmin(ReadOnlyAdmin):
    list_display = ["begun_at", "token", "key", "status"]
    list_select_related = ["token"]

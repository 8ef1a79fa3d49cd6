"""The map of the site: only includes. Error pages are templates/400.html, 403.html, 404.html, 429.html and 500.html."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

# The admin has no sign-in of its own: a second door would go round two-factor sign-in and its lockout.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("units.urls")),
    path("", include("directives.urls")),
    path("", include("materials.urls")),
    path("", include("reports.urls")),
    path("", include("campaign_portal.lib.urls")),
]

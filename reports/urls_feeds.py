"""Due days for calendar programs; included by urls.py."""

from django.urls import path

from reports.views import feeds

urlpatterns = [
    path("calendar/", feeds.feeds, name="calendar"),
    path("calendar/<int:pk>/renew/", feeds.renew, name="calendar-renew"),
    path("calendar/<int:pk>/revoke/", feeds.revoke, name="calendar-revoke"),
    path("calendar/<str:key>.ics", feeds.feed_file, name="calendar-file"),
]

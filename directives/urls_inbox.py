"""A person's own messages; included by urls.py."""

from django.urls import path

from directives.views import inbox

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.inbox_read, name="inbox-read"),
    path("inbox/settings/", inbox.preferences, name="preferences"),
    path("inbox/<int:pk>/", inbox.inbox_message, name="inbox-message"),
]

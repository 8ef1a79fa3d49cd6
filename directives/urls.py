"""Addresses of this app, by part."""

from django.urls import include, path

app_name = "directives"
PARTS = ("officer", "acts", "closing", "reminders", "mailed", "workdays", "inbox")
urlpatterns = [path("", include(f"directives.urls_{part}")) for part in PARTS]

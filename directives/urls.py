"""Addresses of this app, by part."""

from importlib.util import find_spec

from django.urls import include, path

app_name = "directives"
PARTS = ("urls_officer", "urls_acts", "urls_closing", "urls_reminders", "urls_unit")
urlpatterns = [path("", include(f"directives.{part}")) for part in PARTS if find_spec(f"directives.{part}")]

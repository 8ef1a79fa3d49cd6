"""The portal for programs, and what it tells them. `api` is a namespace of its own: keys open it, not sessions."""

from django.urls import include, path

from reports.api.app import urlpatterns as api
from reports.views import api_docs, hooks

urlpatterns = [
    path("hooks/", hooks.hooks, name="hooks"),
    path("hooks/<int:pk>/", hooks.hook, name="hook"),
    path("hooks/<int:pk>/secret/", hooks.secret, name="hook-secret"),
    path("hooks/<int:pk>/ping/", hooks.ping, name="hook-ping"),
    path("hooks/<int:pk>/end/", hooks.end, name="hook-end"),
    path("hooks/messages/<int:pk>/again/", hooks.again, name="hook-again"),
    path("api/docs/", api_docs.docs, name="api-docs"),
    path("api/openapi.json", api_docs.description, name="api-description"),
    path("", include((api, "api"))),
]

"""The portal for programs; included by urls.py. `api` is a namespace of its own: keys open it, not sessions."""

from django.urls import include, path

from reports.api.app import urlpatterns as api
from reports.views import api_docs

urlpatterns = [
    path("api/docs/", api_docs.docs, name="api-docs"),
    path("api/openapi.json", api_docs.description, name="api-description"),
    path("", include((api, "api"))),
]

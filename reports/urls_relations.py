"""A draft about an issued letter, and new words for an instruction; included by urls.py."""

from django.urls import path

from reports.views import relations

urlpatterns = [
    path("directives/<int:pk>/relation/", relations.relation, name="relation"),
    path("directives/<int:pk>/supersede/", relations.supersede, name="supersede"),
]

"""Acts on an issued directive; included by urls.py."""

from django.urls import path

from directives.views import acts

urlpatterns = [
    path("directives/<int:pk>/extend/", acts.extend, name="extend"),
    path("directives/<int:pk>/recall/", acts.recall, name="recall"),
    path("directives/<int:pk>/exempt/", acts.exempt, name="exempt"),
    path("directives/<int:pk>/add-unit/", acts.add_unit, name="add-unit"),
    path("directives/<int:pk>/redirect/", acts.redirect_unit, name="redirect"),
    path("directives/<int:pk>/log/", acts.log, name="log"),
]

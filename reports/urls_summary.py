"""The leader's page, the lists behind its figures, and the same lists as files."""

from django.urls import path

from reports.views import summary, summary_lists

urlpatterns = [
    path("summary/", summary.choose, name="summary"),
    path("directives/<int:pk>/summary/", summary.directive_summary, name="directive-summary"),
    path("directives/<int:pk>/summary/units/", summary_lists.units, name="summary-units"),
    path("directives/<int:pk>/summary/units.csv", summary_lists.units_file, name="summary-units-file"),
    path("directives/<int:pk>/summary/obligations/", summary_lists.obligations, name="summary-obligations"),
    path(
        "directives/<int:pk>/summary/obligations.csv", summary_lists.obligations_file, name="summary-obligations-file"
    ),
    path("directives/<int:pk>/summary/actions/", summary_lists.actions, name="summary-actions"),
    path("directives/<int:pk>/summary/actions.csv", summary_lists.actions_file, name="summary-actions-file"),
]

"""The leader's page, and the lists behind its figures."""

from django.urls import path

from reports.views import live, summary, summary_lists

urlpatterns = [
    path("summary/", summary.choose, name="summary"),
    path("directives/<int:pk>/summary/", summary.directive_summary, name="directive-summary"),
    path("directives/<int:pk>/league/", summary.league_tables, name="summary-league"),
    path("directives/<int:pk>/summary/live/", live.live, name="summary-live"),
    path("directives/<int:pk>/wall/", live.wall, name="wall"),
    path("directives/<int:pk>/wall/live/", live.wall_live, name="wall-live"),
    path("directives/<int:pk>/summary/units/", summary_lists.units, name="summary-units"),
    path("directives/<int:pk>/summary/obligations/", summary_lists.obligations, name="summary-obligations"),
    path("directives/<int:pk>/summary/actions/", summary_lists.actions, name="summary-actions"),
]

from django.urls import include, path

from reports.views import my_work

app_name = "reports"
urlpatterns = [
    path("", my_work.home, name="home"),
    path("", include("reports.urls_unit")),
    path("", include("reports.urls_record")),
    path("", include("reports.urls_offline")),
    path("", include("reports.urls_links")),
    path("", include("reports.urls_reply")),
    path("", include("reports.urls_documents")),
    path("", include("reports.urls_relay")),
    path("", include("reports.urls_review")),
    path("", include("reports.urls_questions")),
    path("", include("reports.urls_relations")),
    path("", include("reports.urls_summary")),
    path("", include("reports.urls_board")),
    path("", include("reports.urls_workbook")),
    path("", include("reports.urls_feeds")),
    path("", include("reports.urls_calls")),
    path("", include("reports.urls_api")),
    path("", include("reports.exports.urls")),
    path("", include("reports.opendata.urls")),
]

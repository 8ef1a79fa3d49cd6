"""Pages of a unit: its work, its letters, its actions and what proves them."""

from django.urls import path

from reports.views import actions, deliveries, evidence, mending, my_work, unit_reports

urlpatterns = [
    path("my-work/", my_work.work, name="my-work"),
    path("deliveries/<int:pk>/", deliveries.delivery, name="delivery"),
    path("deliveries/<int:pk>/receive/", deliveries.receive, name="delivery-receive"),
    path("deliveries/<int:pk>/refuse/", deliveries.send_back, name="delivery-refuse"),
    path("deliveries/<int:pk>/refusal/agree/", deliveries.agree, name="delivery-agree"),
    path("deliveries/<int:pk>/report/", unit_reports.report, name="delivery-report"),
    path("deliveries/<int:pk>/files/<int:file_pk>/", deliveries.letter_file, name="delivery-file"),
    path("obligations/<int:pk>/", actions.obligation, name="obligation"),
    path("obligations/<int:pk>/declare/", actions.declare, name="obligation-declare"),
    path("obligations/<int:pk>/take-back/", actions.take_back, name="obligation-take-back"),
    path("obligations/<int:pk>/actions/new/", actions.new, name="action-new"),
    path("actions/<int:pk>/edit/", mending.edit, name="action-edit"),
    path("actions/<int:pk>/withdraw/", mending.withdraw, name="action-withdraw"),
    path("evidence/<int:pk>/", evidence.evidence, name="evidence"),
    path("unit-reports/<int:pk>/file/", evidence.report_file, name="report-file"),
]

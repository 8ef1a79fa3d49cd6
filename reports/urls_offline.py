"""For times without a connection; included by urls.py. The worker stands at the root and answers for all below it."""

from django.urls import path

from reports.views import offline

urlpatterns = [
    path("worker.js", offline.worker, name="worker-file"),
    path("offline/", offline.offline, name="offline"),
    path("offline/ticket/", offline.ticket, name="ticket"),
]

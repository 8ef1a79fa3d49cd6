from django.urls import path

from directives.views import outbox, reminders

urlpatterns = [
    path("directives/<int:pk>/reminders/", reminders.directive_reminders, name="reminders"),
    path("outbox/", outbox.outbox_list, name="outbox"),
    path("outbox/<int:pk>/", outbox.outbox_detail, name="outbox-mail"),
    path("outbox/<int:pk>/html/", outbox.outbox_html, name="outbox-mail-html"),
]

from django.urls import path

from directives.views import bounces, ladders, outbox, rehearsal, reminder_messages, reminders

urlpatterns = [
    path("directives/<int:pk>/reminders/", reminders.directive_reminders, name="reminders"),
    path(
        "directives/<int:pk>/reminders/messages/<int:message_pk>/",
        reminder_messages.reminder_message,
        name="reminders-message",
    ),
    path("directives/<int:pk>/reminders/addresses/<int:trouble_pk>/", bounces.address_works, name="address-works"),
    path("reminders/rehearsal/", rehearsal.rehearsal, name="rehearsal"),
    path("reminders/rehearsal/mail/", rehearsal.rehearsal_mail, name="rehearsal-mail"),
    path("reminders/rehearsal/mail/html/", rehearsal.rehearsal_mail_html, name="rehearsal-mail-html"),
    path("directives/<int:pk>/ladder/", ladders.directive_ladder, name="ladder"),
    path("campaigns/<int:pk>/ladder/", ladders.campaign_ladder, name="campaign-ladder"),
    path("ladders/<int:pk>/withdraw/", ladders.withdraw, name="ladder-withdraw"),
    path("mail-reports/", bounces.mail_report, name="mail-report"),
    path("outbox/", outbox.outbox_list, name="outbox"),
    path("outbox/<int:pk>/", outbox.outbox_detail, name="outbox-mail"),
    path("outbox/<int:pk>/html/", outbox.outbox_html, name="outbox-mail-html"),
]

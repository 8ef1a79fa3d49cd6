"""What addresses in mails open, without signing in; included by urls.py."""

from django.urls import path

from directives.views import mailed

urlpatterns = [
    path("receipts/<str:token>/", mailed.receipt, name="mail-receipt"),
    path("unsubscribe/<str:token>/", mailed.unsubscribe, name="unsubscribe"),
]

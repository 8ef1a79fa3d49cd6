"""The unit's official reply as it is prepared from its actions."""

from django.urls import path

from reports.views import replies

urlpatterns = [
    path("deliveries/<int:pk>/reply/", replies.reply, name="delivery-reply"),
]

from django.urls import path

from directives.views import closing

urlpatterns = [
    path("campaigns/<int:pk>/close/", closing.campaign_close, name="campaign-close"),
]

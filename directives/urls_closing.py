from django.urls import path

from directives.views import accepting, closing

urlpatterns = [
    path("campaigns/<int:pk>/accepting/", accepting.campaign_accepting, name="campaign-accepting"),
    path("campaigns/<int:pk>/close/", closing.campaign_close, name="campaign-close"),
]

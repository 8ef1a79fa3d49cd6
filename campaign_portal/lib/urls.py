from django.urls import path

from campaign_portal.lib import views

app_name = "ground"
urlpatterns = [
    path("style/", views.style, name="style"),
]

from django.urls import include, path

app_name = "directives"
urlpatterns = [
    path("", include("directives.urls_closing")),
]

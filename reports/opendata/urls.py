"""Open data: addresses that stay, for everybody; and the officer's switch."""

from django.urls import path, re_path

from . import views

FILE = r"(?P<name>[a-z_]{1,20})\.(?P<ending>csv|json)$"

urlpatterns = [
    path("open-data/", views.public_list, name="open-data-list"),
    path("open-data/<slug:public_id>/", views.public_page, name="open-data"),
    re_path(rf"^open-data/(?P<public_id>[-\w]{{1,20}})/{FILE}", views.public_file, name="open-data-file"),
    path("campaigns/<int:pk>/open-data/", views.switch, name="open-data-switch"),
    re_path(rf"^campaigns/(?P<pk>\d{{1,18}})/open-data/{FILE}", views.preview_file, name="open-data-preview"),
]

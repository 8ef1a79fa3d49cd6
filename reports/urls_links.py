"""A web address given as evidence: what the checks found, and its archived copies; included by urls.py."""

from django.urls import path

from reports.views import links

urlpatterns = [
    path("evidence/<int:pk>/link/", links.link, name="link"),
    path("evidence/<int:pk>/link/<int:number>.warc.gz", links.link_file, name="link-file"),
]

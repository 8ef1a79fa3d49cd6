"""What the form for an action asks for while somebody fills it in; included by urls.py."""

from django.urls import path

from reports.views import drafts, uploads

urlpatterns = [
    path("obligations/<int:pk>/draft/", drafts.draft, name="action-draft"),
    path("actions/<int:pk>/draft/", drafts.mending, name="action-edit-draft"),
    path("obligations/<int:pk>/uploads/<uuid:key>/", uploads.upload, name="upload"),
]

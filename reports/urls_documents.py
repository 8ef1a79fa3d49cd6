"""Papers: the reports on a letter, the unit's reply as files, each version, and the check that a QR opens."""

from django.urls import path

from reports.views import documents

urlpatterns = [
    path("directives/<int:pk>/documents/", documents.documents, name="documents"),
    path("deliveries/<int:pk>/reply/document/", documents.reply_document, name="delivery-reply-document"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/renew/", documents.renew, name="document-renew"),
    path("documents/<int:pk>/word/", documents.docx, name="document-docx"),
    path("documents/<int:pk>/pdf/", documents.pdf, name="document-pdf"),
    path("documents/check/<str:public_id>/", documents.check, name="document-check"),
]

"""The officer's path from a letter to an issued directive; included by urls.py."""

from django.urls import path

from directives.views import campaigns, directives, discarding, drafts, intake, issue, recipients

urlpatterns = [
    path("directives/", directives.index, name="list"),
    path("directives/new/", intake.new, name="new"),
    path("directives/new/<int:pk>/", intake.choose, name="choose"),
    path("directives/discarded/", discarding.index, name="discarded"),
    path("directives/<int:pk>/", directives.detail, name="detail"),
    path("directives/<int:pk>/check/", drafts.check, name="check"),
    path("directives/<int:pk>/discard/", discarding.discard, name="discard"),
    path("directives/<int:pk>/restore/", discarding.restore, name="restore"),
    path("directives/<int:pk>/recipients/", recipients.recipients, name="recipients"),
    path("directives/<int:pk>/campaign/", issue.campaign, name="campaign-choose"),
    path("directives/<int:pk>/preview/", issue.preview_page, name="preview"),
    path("directives/<int:pk>/issue/", issue.issue, name="issue"),
    path("directives/<int:pk>/files/<int:file_pk>/", directives.file, name="file"),
    path("campaigns/", campaigns.index, name="campaign-list"),
    path("campaigns/new/", campaigns.new, name="campaign-new"),
    path("campaigns/<int:pk>/", campaigns.detail, name="campaign"),
]

from django.urls import path

from materials.views import campaign, library

app_name = "materials"
urlpatterns = [
    path("materials/", library.library, name="library"),
    path("materials/<int:pk>/download/", library.version_download, name="version-download"),
    path("materials/<int:pk>/versions/new/", campaign.version_new, name="version-new"),
    path("materials/<int:pk>/withdraw/", campaign.material_withdraw, name="material-withdraw"),
    path("campaigns/<int:pk>/materials/", campaign.campaign_materials, name="campaign-materials"),
]

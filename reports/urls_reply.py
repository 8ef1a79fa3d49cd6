"""The unit's own words: its official reply as it is prepared, and what it says instead of doing an instruction."""

from django.urls import path

from reports.views import claims, replies

urlpatterns = [
    path("deliveries/<int:pk>/reply/", replies.reply, name="delivery-reply"),
    path("obligations/<int:pk>/claim/", claims.new, name="obligation-claim"),
    path("claims/", claims.index, name="claims"),
    path("claims/<int:pk>/", claims.claim, name="claim"),
    path("claims/<int:pk>/confirm/", claims.confirm, name="claim-confirm"),
    path("claims/<int:pk>/refuse/", claims.refuse, name="claim-refuse"),
]

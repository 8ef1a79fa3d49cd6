"""Pages on which a unit passes work down, sees what became of it, and takes it back."""

from django.urls import path

from reports.views import below, relay

urlpatterns = [
    path("deliveries/<int:pk>/relay/", relay.relay_page, name="delivery-relay"),
    path("deliveries/<int:pk>/below/", relay.below, name="delivery-below"),
    path("deliveries/<int:pk>/below/take-back/", relay.take_back, name="delivery-below-take-back"),
    path("deliveries/<int:pk>/below/refusal/", below.refusal, name="delivery-below-refusal"),
    path("obligations/<int:pk>/below/confirm/", below.confirm, name="obligation-below-confirm"),
    path("obligations/<int:pk>/below/return/", below.send_back_page, name="obligation-below-return"),
]

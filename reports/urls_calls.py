"""Reminding by hand: the call list of a letter, that of work passed on, one unit, and what was ticked by mistake."""

from django.urls import path

from reports.views import calls

urlpatterns = [
    path("directives/<int:pk>/calls/", calls.letter_calls, name="directive-calls"),
    path("deliveries/<int:pk>/below/calls/", calls.below_calls, name="delivery-below-calls"),
    path("deliveries/<int:pk>/call/", calls.call_page, name="delivery-call"),
    path("calls/<int:pk>/take-back/", calls.call_take_back, name="call-take-back"),
]

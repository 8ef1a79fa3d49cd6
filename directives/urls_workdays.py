"""The calendar of days off; included by urls.py."""

from django.urls import path

from directives.views import workdays

urlpatterns = [
    path("workdays/", workdays.calendar, name="workdays"),
    path("workdays/fetch/", workdays.fetch, name="workdays-fetch"),
    path("workdays/<int:pk>/move/", workdays.move, name="workday-move"),
]

"""A unit's work as a workbook; included by urls.py."""

from django.urls import path

from reports.views import workbook

urlpatterns = [
    path("workbook/", workbook.workbook, name="workbook"),
    path("workbook/all.xlsx", workbook.workbook_file, name="workbook-file"),
    path("workbook/<str:key>/", workbook.check, name="workbook-check"),
    path("workbook/<str:key>/faults.xlsx", workbook.faults, name="workbook-faults-file"),
    path("deliveries/<int:pk>/workbook.xlsx", workbook.letter_workbook, name="delivery-workbook-file"),
]

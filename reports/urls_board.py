"""The progress board: units × what a letter, or all letters of a campaign, ask of them."""

from django.urls import path

from reports.views import board

urlpatterns = [
    path("directives/<int:pk>/board/", board.board, name="board"),
    path("campaigns/<int:pk>/board/", board.campaign_board, name="campaign-board"),
]

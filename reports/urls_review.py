"""The review queue of the issuing unit."""

from django.urls import path

from reports.views import phrases, reviews

urlpatterns = [
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/accept/", reviews.confirm_many, name="reviews-accept"),
    path("reviews/phrases/", phrases.phrases, name="phrases"),
    path("reviews/phrases/<int:pk>/withdraw/", phrases.withdraw, name="phrase-withdraw"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
    path("reviews/<int:pk>/accept/", reviews.confirm, name="review-accept"),
    path("reviews/<int:pk>/return/", reviews.give_back, name="review-return"),
]

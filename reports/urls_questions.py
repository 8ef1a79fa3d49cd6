"""Questions between units and who gave them the work, and answers published to all."""

from django.urls import path

from reports.views import faqs, questions, reviews_asking

urlpatterns = [
    path("questions/", questions.index, name="questions"),
    path("questions/<int:pk>/", questions.question, name="question"),
    path("questions/<int:pk>/close/", questions.shut, name="question-close"),
    path("questions/<int:pk>/pass-on/", questions.hand_up, name="question-pass-on"),
    path("questions/<int:pk>/publish/", faqs.publish, name="question-publish"),
    path("deliveries/<int:pk>/ask/", questions.ask_letter, name="delivery-ask"),
    path("obligations/<int:pk>/ask/", questions.ask_obligation, name="obligation-ask"),
    path("reviews/<int:pk>/ask/", reviews_asking.ask_unit, name="review-ask"),
    path("directives/<int:pk>/faqs/", faqs.index, name="faqs"),
    path("directives/<int:pk>/faqs/new/", faqs.new, name="faq-new"),
    path("faqs/<int:pk>/edit/", faqs.edit, name="faq-edit"),
    path("faqs/<int:pk>/withdraw/", faqs.withdraw, name="faq-withdraw"),
]

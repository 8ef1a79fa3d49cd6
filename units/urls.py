from django.urls import path

from units.views import aliases, people, tokens, units

app_name = "units"
urlpatterns = [
    path("units/", units.unit_list, name="unit-list"),
    path("units/new/", units.unit_new, name="unit-new"),
    path("units/aliases/", aliases.alias_list, name="alias-list"),
    path("units/aliases/<int:pk>/withdraw/", aliases.alias_withdraw, name="alias-withdraw"),
    path("units/<int:pk>/", units.unit_detail, name="unit-detail"),
    path("units/<int:pk>/edit/", units.unit_edit, name="unit-edit"),
    path("units/<int:pk>/confirm/", units.unit_confirm, name="unit-confirm"),
    path("units/<int:pk>/people/new/", people.person_new, name="person-new"),
    path("people/", people.person_list, name="person-list"),
    path("memberships/<int:pk>/end/", people.membership_end, name="membership-end"),
    path("memberships/<int:pk>/invite/", people.membership_invite, name="membership-invite"),
    path("tokens/", tokens.token_list, name="token-list"),
    path("tokens/all/", tokens.token_all, name="token-all"),
    path("tokens/<int:pk>/revoke/", tokens.token_revoke, name="token-revoke"),
]

"""Addresses of "Who we are" in one partnership."""

from django.urls import path

from goldenthread.foundation.organisations import account_views, change_views, group_views, seat_views, views

app_name = "organisations"
urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/add/", seat_views.add_person, name="add_person"),
    path("people/without-seat/", account_views.without_seat, name="without_seat"),
    path("people/<slug:key>/", views.person, name="person"),
    path("people/<slug:key>/edit/", views.edit_person, name="edit_person"),
    path("people/<slug:key>/seat/", seat_views.give_seat, name="give_seat"),
    path("people/<slug:key>/address/", account_views.change_address, name="change_address"),
    path("people/<slug:key>/second-step/", account_views.ask_for_reset, name="ask_for_reset"),
    path("people/<slug:key>/invite/", account_views.invite, name="invite"),
    path("account-changes/<slug:key>/", account_views.account_change, name="account_change"),
    path("seats/<slug:key>/", seat_views.edit_seat, name="edit_seat"),
    path("seats/<slug:key>/confirm/", seat_views.confirm_seat, name="confirm_seat"),
    path("agencies/", views.agencies, name="agencies"),
    path("agencies/add/", views.add_agency, name="add_agency"),
    path("agencies/<slug:key>/rename/", change_views.rename_agency, name="rename_agency"),
    path("agencies/<slug:key>/merge/", change_views.merge_agency, name="merge_agency"),
    path("names/<slug:key>/", change_views.answer_name, name="answer_name"),
    path("agencies/<slug:key>/end/", views.end_membership, name="end_membership"),
    path("agencies/<slug:key>/hand-over/", views.hand_over, name="hand_over"),
    path("groups/", group_views.groups, name="groups"),
    path("groups/add/", group_views.add_group, name="add_group"),
    path("groups/<slug:holder>/<slug:key>/", group_views.group, name="group"),
    path("groups/<slug:holder>/<slug:key>/edit/", group_views.edit_group, name="edit_group"),
    path("groups/<slug:holder>/<slug:key>/rename/", change_views.rename_group, name="rename_group"),
    path("groups/<slug:holder>/<slug:key>/end/", change_views.end_group, name="end_group"),
    path("groups/<slug:holder>/<slug:key>/agencies/add/", group_views.add_delegation, name="add_delegation"),
    path("groups/<slug:holder>/<slug:key>/agencies/<int:pk>/", group_views.edit_delegation, name="edit_delegation"),
    path("arrangements/", views.arrangements, name="arrangements"),
    path("arrangements/edit/", views.edit_body, name="edit_body"),
    path("arrangements/rename/", change_views.rename_partnership, name="rename_partnership"),
    path("arrangements/add-year/", views.add_period, name="add_period"),
    path("roles/", views.all_roles, name="roles"),
    path("retention/", views.retention, name="retention"),
]

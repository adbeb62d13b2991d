"""Addresses outside any partnership: the door, example sign-in, and pages about the house."""

from django.urls import path

from goldenthread.foundation.organisations import house_people_views as people
from goldenthread.foundation.organisations import house_views as views
from goldenthread.foundation.organisations import own_account_views as own

urlpatterns = [
    path("", views.door, name="door"),
    path("sign-in-as-an-example/", views.examples, name="examples"),
    path("house/", views.house, name="house"),
    path("house/add/", views.add_partnership, name="add_partnership"),
    path("house/people/", people.people, name="house_people"),
    path("house/people/<slug:key>/", people.person, name="house_person"),
    path("house/people/<slug:key>/edit/", people.edit_person, name="edit_house_person"),
    path("house/people/<slug:key>/address/", people.change_address, name="house_change_address"),
    path("house/people/<slug:key>/second-step/", people.ask_for_reset, name="house_ask_for_reset"),
    path("house/people/<slug:key>/invite/", people.invite, name="house_invite"),
    path("house/people/<slug:key>/close/", people.close_account, name="close_account"),
    path("house/people/<slug:key>/open/", people.open_account, name="open_account"),
    path("house/account-changes/<slug:key>/", people.account_change, name="house_account_change"),
    path("house/sign-ins/", people.events, name="house_events"),
    path("house/seats/give/", views.give_house_seat, name="give_house_seat"),
    path("house/seats/<slug:key>/confirm/", views.confirm_house_seat, name="confirm_house_seat"),
    path("house/seats/<slug:key>/end/", views.end_house_seat, name="end_house_seat"),
    path("account/sign-ins/", own.events, name="own_events"),
    path("account/changes/<slug:key>/", own.account_change, name="own_account_change"),
    path("account/invitation/<slug:key>/<str:proof>/", own.invitation, name="invitation"),
    path("account/second-step/send/", own.send_second_step_link, name="send_second_step_link"),
    path("account/second-step/<slug:key>/<str:proof>/", own.count_second_step, name="count_second_step"),
    path("preferences", views.preferences, name="preferences"),
    path("catalogue", views.catalogue, name="catalogue"),
    path("accessibility", views.accessibility, name="accessibility"),
    path("about", views.about, name="about"),
]

"""Addresses outside any partnership: the door, example sign-in, and pages about the house."""

from django.urls import path

from goldenthread.foundation.organisations import house_views as views

urlpatterns = [
    path("", views.door, name="door"),
    path("sign-in-as-an-example/", views.examples, name="examples"),
    path("house/", views.house, name="house"),
    path("house/add/", views.add_partnership, name="add_partnership"),
    path("house/accounts/<slug:key>/", views.set_account, name="set_account"),
    path("house/people/<slug:key>/edit/", views.edit_house_person, name="edit_house_person"),
    path("house/seats/give/", views.give_house_seat, name="give_house_seat"),
    path("house/seats/<slug:key>/confirm/", views.confirm_house_seat, name="confirm_house_seat"),
    path("house/seats/<slug:key>/end/", views.end_house_seat, name="end_house_seat"),
    path("preferences", views.preferences, name="preferences"),
    path("catalogue", views.catalogue, name="catalogue"),
    path("accessibility", views.accessibility, name="accessibility"),
    path("about", views.about, name="about"),
]

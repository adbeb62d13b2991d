"""Addresses outside any partnership: the door, example sign-in, and pages about the house."""

from django.urls import path

from goldenthread.foundation.organisations import house_views as views

urlpatterns = [
    path("", views.door, name="door"),
    path("sign-in-as-an-example/", views.examples, name="examples"),
    path("house/", views.house, name="house"),
    path("house/add/", views.add_partnership, name="add_partnership"),
    path("house/accounts/<int:pk>/", views.set_account, name="set_account"),
    path("preferences", views.preferences, name="preferences"),
    path("catalogue", views.catalogue, name="catalogue"),
    path("accessibility", views.accessibility, name="accessibility"),
    path("about", views.about, name="about"),
]

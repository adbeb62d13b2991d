"""Addresses outside any partnership: how a person wants to be told."""

from django.urls import path

from goldenthread.foundation.notices import house_views as views

urlpatterns = [path("account/messages/", views.choice, name="notices_choice")]

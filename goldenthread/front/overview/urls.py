"""Addresses of the signed-in home."""

from django.urls import path

from goldenthread.front.overview import views

app_name = "overview"
urlpatterns = [
    path("", views.today, name="today"),
    path("thread/all/", views.thread, name="thread"),
    path("work/", views.work, name="work"),
    path("who/", views.who, name="who"),
]

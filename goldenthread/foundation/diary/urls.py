from django.urls import path

from goldenthread.foundation.diary import views

app_name = "diary"
urlpatterns = [
    path("", views.clocks, name="clocks"),
    path("start/", views.start, name="start"),
    path("clocks/<slug:key>/", views.clock, name="clock"),
    path("clocks/<slug:key>/met/", views.meet, name="meet"),
    path("clocks/<slug:key>/delay/", views.delay, name="delay"),
    path("clocks/<slug:key>/end/", views.end, name="end"),
    path("rules/", views.rules, name="rules"),
    path("rules/<str:key>/", views.rule, name="rule"),
    path("rules/<str:key>/number/", views.number, name="number"),
    path("rules/<str:key>/<slug:edition>/confirm/", views.confirm, name="confirm"),
]

"""Addresses of the business plan. A plan, priority or milestone is named by the body that holds it and its key."""

from django.urls import path

from goldenthread.rooms.business_plan import views

app_name = "business_plan"
urlpatterns = [
    path("", views.plans, name="plans"),
    path("add/", views.add_plan, name="add_plan"),
    path("<slug:holder>/<slug:key>/", views.plan, name="plan"),
    path("<slug:holder>/<slug:key>/edit/", views.edit_plan, name="edit_plan"),
    path("<slug:holder>/<slug:key>/add-priority/", views.add_planned, name="add_planned"),
    path("priorities/<slug:holder>/<slug:key>/edit/", views.edit_planned, name="edit_planned"),
    path("priorities/<slug:holder>/<slug:key>/add-milestone/", views.add_milestone, name="add_milestone"),
    path("milestones/<slug:holder>/<slug:key>/edit/", views.edit_milestone, name="edit_milestone"),
    path("milestones/<slug:holder>/<slug:key>/rate/", views.rate, name="rate"),
]

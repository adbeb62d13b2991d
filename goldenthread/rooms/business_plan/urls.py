"""Addresses of the business plan."""

from django.urls import path

from goldenthread.rooms.business_plan import views

app_name = "business_plan"
urlpatterns = [
    path("", views.plans, name="plans"),
    path("add/", views.add_plan, name="add_plan"),
    path("<int:pk>/", views.plan, name="plan"),
    path("<int:pk>/edit/", views.edit_plan, name="edit_plan"),
    path("<int:pk>/add-priority/", views.add_planned, name="add_planned"),
    path("priorities/<int:pk>/edit/", views.edit_planned, name="edit_planned"),
    path("priorities/<int:pk>/add-milestone/", views.add_milestone, name="add_milestone"),
    path("milestones/<int:pk>/edit/", views.edit_milestone, name="edit_milestone"),
    path("milestones/<int:pk>/rate/", views.rate, name="rate"),
]

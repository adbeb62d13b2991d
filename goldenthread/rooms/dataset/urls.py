"""Addresses of the figures. An indicator, figure or comparator is named by the body that holds it and its key."""

from django.urls import path

from goldenthread.rooms.dataset.views import figures as views
from goldenthread.rooms.dataset.views import period, table

app_name = "dataset"
urlpatterns = [
    path("", views.scorecard, name="scorecard"),
    path("figures.<str:kind>", views.export_scorecard, name="export_scorecard"),
    path("period/", period.period, name="period"),
    path("table/", table.paste, name="table"),
    path("table/check/", table.check, name="check_table"),
    path("table/to-fill-in.<str:kind>", table.empty, name="empty_table"),
    path("add/", views.add_indicator, name="add_indicator"),
    path("indicators/<slug:holder>/<slug:key>/", views.indicator, name="indicator"),
    path("indicators/<slug:holder>/<slug:key>/figures.<str:kind>", views.export_indicator, name="export_indicator"),
    path("indicators/<slug:holder>/<slug:key>/edit/", views.edit_indicator, name="edit_indicator"),
    path("indicators/<slug:holder>/<slug:key>/add-figure/", views.add_figure, name="add_figure"),
    path("indicators/<slug:holder>/<slug:key>/compare/", views.add_comparator, name="add_comparator"),
    path("figures/<slug:holder>/<slug:key>/", views.figure, name="figure"),
    path("figures/<slug:holder>/<slug:key>/edit/", views.edit_figure, name="edit_figure"),
    path("figures/<slug:holder>/<slug:key>/published/", views.mark_as_public, name="mark_as_public"),
    path("comparators/<slug:holder>/<slug:key>/edit/", views.edit_comparator, name="edit_comparator"),
]

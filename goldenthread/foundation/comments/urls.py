"""Addresses of comments. What is said of a thing stands under its noun, holder and key."""

from django.urls import path

from goldenthread.foundation.comments import views

app_name = "comments"
urlpatterns = [
    path("", views.questions, name="questions"),
    path("on/<slug:noun>/<slug:holder>/<slug:key>/", views.discussion, name="discussion"),
    path("on/<slug:noun>/<slug:holder>/<slug:key>/add/", views.add, name="add"),
    path("<slug:holder>/<slug:key>/", views.conversation, name="conversation"),
    path("<slug:holder>/<slug:key>/reply/", views.reply, name="reply"),
    path("<slug:holder>/<slug:key>/correct/", views.correct, name="correct"),
    path("<slug:holder>/<slug:key>/withdraw/", views.withdraw, name="withdraw"),
    path("<slug:holder>/<slug:key>/hide/", views.hide, name="hide"),
    path("<slug:holder>/<slug:key>/show/", views.show_again, name="show_again"),
    path("<slug:holder>/<slug:key>/close/", views.close, name="close"),
]

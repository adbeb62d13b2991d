from django.urls import path

from goldenthread.foundation.drafts import views

app_name = "drafts"
urlpatterns = [
    path("keep/", views.keep, name="keep"),
    path("state/", views.state, name="state"),
    path("discard/", views.discard, name="discard"),
]

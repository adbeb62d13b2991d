from django.urls import path

from goldenthread.foundation.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.undelivered, name="undelivered"),
    path("<slug:key>/again/", views.again, name="again"),
]

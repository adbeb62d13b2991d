from django.urls import path

from goldenthread.foundation.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.documents, name="documents"),
    path("add/", views.add, name="add"),
    path("<slug:key>/", views.document, name="document"),
    path("<slug:key>/change/", views.change, name="change"),
    path("<slug:key>/version/", views.add_version, name="add_version"),
    path("<slug:key>/<int:number>/", views.download, name="download"),
]

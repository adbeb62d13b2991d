from django.urls import path

from goldenthread.foundation.withdrawals import views

app_name = "withdrawals"
urlpatterns = [
    path("", views.all_withdrawn, name="all"),
    path("undo/<slug:code>/", views.undo, name="undo"),
    path("<slug:noun>/<path:ref>/withdraw/", views.withdraw, name="withdraw"),
    path("<slug:noun>/<path:ref>/put-back/", views.put_back, name="put_back"),
    path("<slug:noun>/<path:ref>/", views.withdrawn, name="withdrawn"),
]

"""The few addresses that the frame of a page names; this floor knows none of the floors above."""

from django.http import HttpResponse
from django.urls import path


def nothing(request):
    return HttpResponse()


urlpatterns = [
    path(f"account/{name}/", nothing, name=name) for name in ("account_login", "account_logout", "mfa_index")
]

"""Addresses. Each partnership's pages begin with its key, so that two tabs cannot mix."""

from importlib import util

from allauth.mfa.base.views import reauthenticate as reauthenticate_by_code
from django.urls import include, path

PARTS = (
    ("", "goldenthread.foundation.organisations.house_urls"),
    ("", "goldenthread.foundation.notices.house_urls"),
    ("<slug:partnership>/who/", "goldenthread.foundation.organisations.urls"),
    ("<slug:partnership>/diary/", "goldenthread.foundation.diary.urls"),
    ("<slug:partnership>/documents/", "goldenthread.foundation.documents.urls"),
    ("<slug:partnership>/notices/", "goldenthread.foundation.notices.urls"),
    ("<slug:partnership>/withdrawn/", "goldenthread.foundation.withdrawals.urls"),
    ("<slug:partnership>/comments/", "goldenthread.foundation.comments.urls"),
    ("drafts/", "goldenthread.foundation.drafts.urls"),
    ("<slug:partnership>/thread/", "goldenthread.thread.urls"),
    ("<slug:partnership>/plan/", "goldenthread.rooms.business_plan.urls"),
    ("<slug:partnership>/figures/", "goldenthread.rooms.dataset.urls"),
    ("<slug:partnership>/report/", "goldenthread.front.yearly_report.urls"),
    ("<slug:partnership>/", "goldenthread.front.overview.urls"),
)


def _stands(module):
    try:
        return util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("account/", include("allauth.mfa.urls")),
    # Both parts of the library call this page reauthenticate/; under one prefix the password's would hide the code's.
    path("account/reauthenticate/by-code/", reauthenticate_by_code, name="mfa_reauthenticate"),
    path("account/social/", include("allauth.socialaccount.urls")),
    path("account/", include("allauth.socialaccount.providers.openid_connect.urls")),
    *(path(prefix, include(module)) for prefix, module in PARTS if _stands(module)),
]

handler500 = "goldenthread.config.full_disk.server_error"

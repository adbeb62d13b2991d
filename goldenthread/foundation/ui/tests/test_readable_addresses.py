"""What an address says is read before the database is asked for it."""

import pytest
from django.http import Http404, HttpResponse

from goldenthread.foundation.ui import posted
from goldenthread.foundation.ui.middleware import ReadableAddressMiddleware


def read(rf, address, **cookies):
    seen = []
    request = rf.get(address)
    request.COOKIES.update(cookies)
    ReadableAddressMiddleware(lambda request: seen.append(request) or HttpResponse())(request)
    return seen[0]


def test_a_query_string_is_read_like_a_form(rf):
    request = read(rf, "/west/documents/?q=Ne%00gl%E2%80%8Bect%20&q=two&page=1")
    assert request.GET.getlist("q") == ["Neglect", "two"]
    assert request.GET["page"] == "1"


def test_an_address_with_nul_is_none_of_ours(rf):
    with pytest.raises(Http404):
        read(rf, "/west/report/proof/body/a%00b/")


def test_a_cookie_that_cannot_be_read_is_left_out(rf):
    assert read(rf, "/", sessionid="abcdefgh\x00", theme="dark").COOKIES == {"theme": "dark"}


def test_the_key_behind_a_button(rf):
    assert posted.word({"person": " we\x00st\u200b "}, "person") == "west"
    assert posted.word({}, "person") == ""


def test_an_address_with_nul_answers_in_words(client, cast):
    answer = client.get("/west/report/proof/body/%00/")
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()

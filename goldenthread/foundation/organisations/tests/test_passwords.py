"""Passwords that are guessed at once are refused, however long they are."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.words import words


@pytest.mark.parametrize(
    "password",
    [
        "123456789012",
        "aaaaaaaaaaaa",
        " " * 12,
        "\u3000" * 12,
        "abababababab",
        "abcdefghijkl",
        "qwertyuiop123",
        "Password2026!",
        "P@ssw0rd1234",
        "letmeinletmein",
        "goldenthread1",
        "Safeguarding26",
        "1q2w3e4r5t6y",
    ],
)
def test_a_weak_password_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password", ["teapot-lantern-gravel", "correct horse battery staple", "xk7$mQ9!pLw2", "чайник фонарь гравий"]
)
def test_a_good_password_is_taken(password):
    validate_password(password)


def test_the_page_says_how_to_mend_it(cast, client):
    cast.sign_in(client)
    user = cast.person("business_manager").user
    user.set_password("teapot-lantern-gravel")
    user.save()
    cast.sign_in(client)
    new = {"password1": "aaaaaaaaaaaa", "password2": "aaaaaaaaaaaa"}
    page = client.post("/account/password/change/", {"oldpassword": "teapot-lantern-gravel", **new})
    assert "three words that do not belong together" in page.content.decode()
    common = {"password1": "password1234", "password2": "password1234"}
    page = client.post("/account/password/change/", {"oldpassword": "teapot-lantern-gravel", **common})
    assert "easily guessed" in words(page) and "Many people use" not in words(page)  # said once

"""Whoever reads a copy of the database cannot reckon anybody's codes, and whoever has an app can still sign in."""

from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache as kept
from django.core.exceptions import ValidationError
from django.db import connection

from goldenthread.foundation.organisations.sign_in import seeds
from goldenthread.foundation.people.models import User

PASSWORD = "teapot-lantern-gravel"
SECONDS_OF_A_CODE = 30
migration = import_module("goldenthread.foundation.organisations.migrations.0002_seal_seeds_of_codes")


@pytest.fixture
def manager(cast, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    user = User.objects.get(pk=cast.person("business_manager").user_id)
    user.set_password(PASSWORD)
    user.save()
    kept.clear()
    return user


def _code(secret, now):
    kept.clear()  # a code is taken once
    return format_hotp_value(hotp_value(secret, int(now.timestamp()) // SECONDS_OF_A_CODE))


def _sign_in(client, user, code):
    client.post("/account/logout/")
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    answer = client.post("/account/authenticate/", {"code": code})
    return answer, client.session.get("_auth_user_id") == str(user.pk)


def _where_it_lies(text):
    """The tables that hold this text, and the sessions that do once they are unpacked."""
    tables = {
        model._meta.db_table
        for model in apps.get_models()
        for row in model._base_manager.values_list()
        if text in str(row)
    }
    return tables | {"a session" for session in Session.objects.all() if text in str(session.get_decoded())}


def _old_plain_steps(user, secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"):
    """As the library kept them before seeds were sealed."""
    Authenticator.objects.create(user=user, type="totp", data={"secret": secret})
    seed = RecoveryCodes.generate_seed()
    Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": seed, "used_mask": 0})
    return secret, seed


def test_the_database_holds_no_plain_seed_and_codes_open_the_account(client, manager, now):
    client.post("/account/login/", {"login": manager.email, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.get("/account/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    client.post("/account/totp/activate/", {"code": _code(secret, now)})
    client.post("/account/recovery-codes/generate/")
    lying = {step.type: step.data for step in Authenticator.objects.filter(user=manager)}
    assert lying["totp"]["secret"].startswith("sealed-1:") and lying["recovery_codes"]["seed"].startswith("sealed-1:")
    assert _where_it_lies(secret) == set()
    assert _where_it_lies(seeds.unseal(lying["recovery_codes"]["seed"])) == set()

    assert _sign_in(client, manager, "000000")[1] is False
    assert _sign_in(client, manager, _code(secret, now))[1]
    codes = Authenticator.objects.get(user=manager, type="recovery_codes").wrap().get_unused_codes()
    assert _sign_in(client, manager, codes[0])[1]
    assert not _sign_in(client, manager, codes[0])[1]


def test_an_old_plain_seed_opens_the_account_and_is_sealed_by_the_migration(client, manager, now):
    secret, seed = _old_plain_steps(manager)
    assert _where_it_lies(secret) == _where_it_lies(seed) == {"mfa_authenticator"}
    assert _sign_in(client, manager, _code(secret, now))[1]
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()

    migration.seal(apps, _Editor())
    migration.seal(apps, _Editor())  # twice does no harm
    assert _where_it_lies(secret) == _where_it_lies(seed) == set()
    assert _sign_in(client, manager, _code(secret, now))[1]
    assert Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes() == codes

    migration.unseal(apps, _Editor())
    assert {step.data.get("secret") or step.data["seed"] for step in Authenticator.objects.all()} == {secret, seed}


class _Editor:
    """What the migration asks of a schema editor."""

    connection = connection


def test_recovery_codes_from_elsewhere_are_sealed_too():
    sealed = seeds.in_data({"seed": "ab", "used_mask": 0, "migrated_codes": ["1234", "5678"]}, seeds.seal)
    assert "1234" not in str(sealed) and "5678" not in str(sealed) and sealed["used_mask"] == 0
    assert seeds.in_data(sealed, seeds.unseal)["migrated_codes"] == ["1234", "5678"]


def test_another_key_refuses_every_code_and_says_so(client, manager, now, settings):
    secret = generate_totp_secret()
    TOTP.activate(manager, secret)
    settings.HISTORY_KEY = "another"
    for code in (_code(secret, now), _code("", now)):
        answer, signed_in = _sign_in(client, manager, code)
        assert not signed_in and "a key of this installation has changed" in answer.content.decode()
    with pytest.raises(ValidationError, match="Tell whoever runs it"):
        Authenticator.objects.get().wrap().validate_code("000000")


def test_with_another_key_the_pages_of_codes_say_what_to_do(client, manager, now, settings):
    """A recovery code is refused as a code of the app is; pages that would show or count them have a sentence."""
    secret, _ = generate_totp_secret(), RecoveryCodes.activate(manager)
    TOTP.activate(manager, secret)
    assert _sign_in(client, manager, _code(secret, now))[1]
    client.post("/account/reauthenticate/by-code/", {"code": _code(secret, now)})
    code = Authenticator.objects.get(user=manager, type="recovery_codes").wrap().get_unused_codes()[0]
    settings.HISTORY_KEY = "another"
    for page in ("", "generate/", "download/"):
        answer = client.get(f"/account/recovery-codes/{page}")
        assert answer.status_code == 409, page
        assert "Tell whoever runs it" in answer.content.decode()
    answer, signed_in = _sign_in(client, manager, code)
    assert not signed_in and "Tell whoever runs it" in answer.content.decode()


def test_a_seal_that_was_changed_opens_nothing():
    sealed = seeds.seal("JBSWY3DPEHPK3PXP")
    middle = len(sealed) // 2
    changed = sealed[:middle] + ("A" if sealed[middle] != "A" else "B") + sealed[middle + 1 :]
    with pytest.raises(seeds.Unreadable):
        seeds.unseal(changed)
    assert seeds.seal("JBSWY3DPEHPK3PXP") != sealed  # two equal seeds are not seen to be equal

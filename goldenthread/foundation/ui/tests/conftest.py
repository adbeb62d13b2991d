import pytest


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.ROOT_URLCONF = "goldenthread.foundation.ui.tests.addresses"

"""Settings of a web server of the tests on which the limits on sign-in hold, counted across its workers."""

from goldenthread.config import settings
from goldenthread.config.settings_test import *  # noqa: F403

CACHES = settings.CACHES
ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS
SIGN_IN_LIMITS = settings.SIGN_IN_LIMITS

"""Settings for tests: strict templates, plain static files, quick password hashing, mail kept in memory."""

from goldenthread.config.settings import *  # noqa: F403
from goldenthread.config.settings import HOME, STORAGES, TEMPLATES
from goldenthread.foundation.ui.strict import Undefined

# A template that names what its page did not give fails.
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined()
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
HISTORY_KEY = "a key for tests only"
ACCOUNT_RATE_LIMITS = False
SIGN_IN_LIMITS = {}
WHITENOISE_AUTOREFRESH = True  # no collected static files in tests
EXAMPLE_ACCOUNTS_ANYWHERE = True
PRINTED = HOME / "printed-of-tests"
MEDIA_ROOT = HOME / "documents-of-tests"  # never among the files of a real house
DISK_LOW_BYTES, DISK_RESERVE_BYTES = 2 * 1024 * 1024, 1024 * 1024  # tests fill a small disk

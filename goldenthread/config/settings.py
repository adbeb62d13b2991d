"""Settings. Everything that differs between installations is read from the environment; docs/operations.md lists it."""

import contextlib
import os
from pathlib import Path

from csp.constants import NONCE, SELF

from goldenthread.config.database import database_from
from goldenthread.config.work_accounts import work_accounts_from

REPOSITORY = Path(__file__).resolve().parents[2]
# Whatever the house writes, its folders and its database are its own user's alone, whoever starts it and from where.
os.umask(0o077)
HOME = Path(os.environ.get("GOLDENTHREAD_HOME", REPOSITORY / "var"))


def _flag(name):
    return os.environ.get(name, "").lower() in {"1", "yes", "true", "on"}


def _list(name, default):
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def _secret(name):
    """A key from the environment, or one made once and kept in a file that only its owner reads."""
    if os.environ.get(name):
        return os.environ[name]
    path = HOME / "secrets" / name.lower()
    if not path.exists():
        import secrets

        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):  # two processes at first start: one wins, both read the same key
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()


SECRET_KEY = _secret("GOLDENTHREAD_SECRET_KEY")
# The key of the history's digests: outside the database, so that whoever can write the database cannot forge a line.
HISTORY_KEY = _secret("GOLDENTHREAD_HISTORY_KEY")
DEBUG = _flag("GOLDENTHREAD_DEBUG")
ALLOWED_HOSTS = _list("GOLDENTHREAD_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _list("GOLDENTHREAD_ORIGINS", "")
BEHIND_TLS = _flag("GOLDENTHREAD_TLS")
# How many proxies stand before the house, each of which adds to X-Forwarded-For: one where there is TLS.
PROXIES = int(os.environ.get("GOLDENTHREAD_PROXIES") or BEHIND_TLS)
# Where people reach the house: links in e-mails begin with it.
SITE_ADDRESS = os.environ.get("GOLDENTHREAD_ADDRESS", "http://localhost:8000")
# Signing in as an example person with one click: only with this setting, on loopback, in a database that ./run made.
EXAMPLE_SIGN_IN = _flag("GOLDENTHREAD_EXAMPLE_SIGN_IN")

# The floors of the house, low to high. A foreign key points to the same app or to a lower line; an import likewise.
FLOORS = [
    ["goldenthread.foundation.ui"],
    ["goldenthread.foundation.people"],
    ["goldenthread.foundation.history"],
    ["goldenthread.foundation.access"],
    ["goldenthread.foundation.drafts"],
    ["goldenthread.foundation.records"],
    ["goldenthread.foundation.papers"],
    ["goldenthread.foundation.documents"],
    ["goldenthread.foundation.diary"],
    ["goldenthread.foundation.notices"],
    ["goldenthread.foundation.withdrawals"],
    ["goldenthread.foundation.organisations"],
    ["goldenthread.foundation.comments"],
    ["goldenthread.thread"],
    ["goldenthread.rooms.business_plan", "goldenthread.rooms.dataset"],
    ["goldenthread.front.overview", "goldenthread.front.yearly_report"],
]

INSTALLED_APPS = [
    "goldenthread.config",  # has no tables; makes docs/generated
    *(app for floor in FLOORS for app in floor if (REPOSITORY / app.replace(".", "/") / "__init__.py").exists()),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_q",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "goldenthread.foundation.access.middleware.AnswerHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "goldenthread.config.full_disk.FullDiskMiddleware",
    "goldenthread.foundation.ui.middleware.ReadableAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "goldenthread.foundation.access.middleware.AccessMiddleware",
    "goldenthread.foundation.organisations.sign_in.code_first.CodeFirstMiddleware",
    "goldenthread.foundation.drafts.middleware.SentOnceMiddleware",
]

ROOT_URLCONF = "goldenthread.config.urls"
WSGI_APPLICATION = "goldenthread.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "goldenthread.config.context.house",
            ],
            "builtins": [
                "goldenthread.foundation.ui.templatetags.components",
                "goldenthread.foundation.papers.templatetags.typed",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database_from(os.environ.get("GOLDENTHREAD_DATABASE", ""), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by all worker processes, since limits on sign-in must count across them.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"},
    # Drawn charts by the hash of what they show: drawing one costs up to 60 ms, reading it back next to nothing.
    "papers": {
        "BACKEND": "goldenthread.config.drawings.DrawingsCache",
        "LOCATION": HOME / "drawings",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "goldenthread.foundation.organisations.sign_in.passwords.GuessedAtOnceValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
SIGN_IN = "goldenthread.foundation.organisations.sign_in"  # what the library of accounts says and does, in our words
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = f"{SIGN_IN}.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": f"{SIGN_IN}.forms.LoginForm",
    "reset_password": f"{SIGN_IN}.forms.ResetPasswordForm",
    "reset_password_from_key": f"{SIGN_IN}.forms.ResetPasswordKeyForm",
    "set_password": f"{SIGN_IN}.forms.SetPasswordForm",
    "change_password": f"{SIGN_IN}.forms.ChangePasswordForm",
    "add_email": f"{SIGN_IN}.forms.AddEmailForm",
    "reauthenticate": f"{SIGN_IN}.forms.ReauthenticateForm",
}
# One address opens an account; another takes its place once the link that was sent to it has been opened.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 2
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of each change to how an account is opened, so that its owner notices a thief
# Failures to sign in, counted by `sign_in.limits`; the library's own counts then hold for what else it does.
SIGN_IN_LIMITS = {"account_here": "5/5m/key", "here": "10/m/key", "account": "100/h/key"}
PUBLIC_LIMITS = {"receipt": "60/m/key"}
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key"}
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_ADAPTER = f"{SIGN_IN}.adapters.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": f"{SIGN_IN}.forms.AuthenticateForm",
    "reauthenticate": f"{SIGN_IN}.forms.ReauthenticateByCodeForm",
    "activate_totp": f"{SIGN_IN}.forms.ActivateTOTPForm",
    "add_webauthn": f"{SIGN_IN}.forms.AddWebAuthnForm",
    "edit_webauthn": f"{SIGN_IN}.forms.EditWebAuthnForm",
    "authenticate_webauthn": f"{SIGN_IN}.forms.AuthenticateWebAuthnForm",
    "login_webauthn": f"{SIGN_IN}.forms.LoginWebAuthnForm",
    "reauthenticate_webauthn": f"{SIGN_IN}.forms.ReauthenticateWebAuthnForm",
}
# Addresses come from the house, not from whoever signs up, so a new one that waits for its link blocks no second step.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Golden Thread"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS
SOCIALACCOUNT_ADAPTER = f"{SIGN_IN}.adapters.WorkAccountAdapter"
SOCIALACCOUNT_FORMS = {"disconnect": f"{SIGN_IN}.forms.DisconnectForm"}
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# Whose addresses count though the provider does not say that it verified them: see sign_in/work_account.py.
WORK_ACCOUNT_TENANTS = {name.lower() for name in _list("GOLDENTHREAD_OIDC_TENANTS", "")}
WORK_ACCOUNT_DOMAINS = {name.lower().lstrip("@") for name in _list("GOLDENTHREAD_OIDC_DOMAINS", "")}
SOCIALACCOUNT_PROVIDERS = work_accounts_from(os.environ)

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "documents"
PRINTED = HOME / "printed"  # files that can be made again: PDF and Word of texts that nobody signs
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DOCUMENT_MAX_BYTES = 50 * 1024 * 1024
# With less than this left where the house keeps its files, changes are refused; and what is put aside for sign-ins.
DISK_LOW_BYTES, DISK_RESERVE_BYTES = 64 * 1024 * 1024, 16 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3_000  # the page of a period asks for up to 400 indicators, each in up to six boxes

Q_CLUSTER = {
    "name": "goldenthread",
    "orm": "default",
    "workers": 1,
    "timeout": 300,
    "retry": 600,
    "max_attempts": 5,
    "catch_up": False,
    "label": "Jobs",
    "log_level": "WARNING",
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = f"{SIGN_IN}.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # A browser takes a cookie of such a name only over TLS and from this very host, so no neighbour can plant one.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 31536000

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("GOLDENTHREAD_EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("GOLDENTHREAD_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("GOLDENTHREAD_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("GOLDENTHREAD_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = _flag("GOLDENTHREAD_EMAIL_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("GOLDENTHREAD_EMAIL_FROM", "golden-thread@localhost")
if not EMAIL_HOST:  # nothing is sent from a trial: messages are kept as files
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "sent-messages"

# What goes wrong is said on the standard error of each process; Django by itself would say it by e-mail or not at all.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}

ROLES = "goldenthread.config.roles.ROLES"
URLS_OF_OTHERS = "goldenthread.config.urls_of_others.URLS_OF_OTHERS"
# Called at the end of load_examples, which stands below the app that knows how to make accounts.
EXAMPLE_ACCOUNTS = "goldenthread.foundation.organisations.loading.make_example_accounts"
EXAMPLE_ACCOUNTS_ANYWHERE = False  # otherwise only in a database that ./run made
# Called after that: the made-up partnership signs and publishes a report.
EXAMPLE_SIGN_OFF = "goldenthread.front.yearly_report.example.sign_off"

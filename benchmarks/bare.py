"""A bare Django page beside which ours is held: a new project's middleware, two queries, one small template, nobody
signed in.
"""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import HttpResponse
from django.template import engines
from django.urls import path

import goldenthread.config  # noqa: F401  the same SQLite as the product
from goldenthread.config.database import database_from

TEMPLATE = (
    "<!doctype html><html lang='en-GB'><title>Bare</title><h1>{{ name }}</h1><ul>{% for key in keys %}<li>{{ "
    "key }}{% endfor %}</ul></html>"
)

if not settings.configured:
    from pathlib import Path

    settings.configure(
        SECRET_KEY="bare",
        ALLOWED_HOSTS=["localhost"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        DATABASES={"default": database_from("", Path(os.environ["GOLDENTHREAD_HOME"]))},
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "django.contrib.messages",
        ],
        MIDDLEWARE=[  # what a new project of Django starts with
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
    )


application = get_wsgi_application()
template = engines["django"].from_string(TEMPLATE)


class Body(models.Model):
    key = models.SlugField()
    name = models.TextField()

    class Meta:
        app_label, db_table, managed = "bare", "people_body", False


class Group(models.Model):
    key = models.SlugField()

    class Meta:
        app_label, db_table, managed = "bare", "people_group", False


def page(request):
    name = Body.objects.get(key=os.environ["BARE_KEY"]).name
    keys = [group.key for group in Group.objects.order_by("pk")[:10]]
    return HttpResponse(template.render({"name": name, "keys": keys}))


urlpatterns = [path("", page)]

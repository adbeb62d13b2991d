"""A bare Django page beside which ours is held: two queries, one small template, no sign-in, the same server and database."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.urls import path

import goldenthread.config  # noqa: F401  the same SQLite as the product
from goldenthread.config.database import database_from

TEMPLATE = "<!doctype html><html lang='en-GB'><title>Bare</title><h1>{{ name }}</h1><ul>{% for key in keys %}<li>{{ key }}{% endfor %}</ul></html>"

if not settings.configured:
    from pathlib import Path

    settings.configure(
        SECRET_KEY="bare", ALLOWED_HOSTS=["localhost"], ROOT_URLCONF=__name__, USE_TZ=True,
        DATABASES={"default": database_from("", Path(os.environ["GOLDENTHREAD_HOME"]))},
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    )  # fmt: skip


def page(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM people_body WHERE key = %s", [os.environ["BARE_KEY"]])
        name = cursor.fetchone()[0]
        cursor.execute("SELECT key FROM people_group ORDER BY id LIMIT 10")
        keys = [row[0] for row in cursor.fetchall()]
    return HttpResponse(template.render({"name": name, "keys": keys}))


urlpatterns = [path("", page)]
application = get_wsgi_application()
template = engines["django"].from_string(TEMPLATE)

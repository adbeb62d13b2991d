"""How lists are searched: what somebody types finds a text however either writes apostrophes, accents and capitals.

O'Brien, O’Brien and OBrien find one another, and so do Zoë and Zoe. The same fold is known to Python, to SQLite and to
PostgreSQL. Usage: `rows.filter(having("name", sought))`.
"""

import re
import unicodedata
from typing import Any

from django.db import models

# Taken out after the letters were taken apart: accents, and whatever people type for an apostrophe.
_TAKEN_OUT = "[\u0300-\u036f'\u2018\u2019\u201b\u02bc\u02b9\u2032\u0060\u00b4]"
# Letters that Unicode does not take apart, and the dashes.
_OTHERS = ("øłđıŋØŁĐ\u2010\u2011\u2012\u2013\u2014", "oldinold-----")
_OUT, _TRANSLATED = re.compile(_TAKEN_OUT), str.maketrans(*_OTHERS)


def folded(text: str) -> str:
    """The text as it is compared: "Siân O’Brien-Łukasz" gives "sian obrien-lukasz"."""
    return _OUT.sub("", unicodedata.normalize("NFD", text)).translate(_TRANSLATED).lower()


class Folded(models.Transform):
    """`folded` in the database: `name__folded__contains`."""

    lookup_name = "folded"
    function = "folded"
    output_field = models.TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **options: Any) -> tuple:
        connection.ensure_connection()
        connection.connection.create_function("folded", 1, lambda text: text and folded(text), deterministic=True)
        return super().as_sql(compiler, connection, **options)

    def as_postgresql(self, compiler: Any, connection: Any, **options: Any) -> tuple:
        letters, plain = _OTHERS
        out = _TAKEN_OUT.replace("'", "''")
        bare = f"regexp_replace(normalize(%(expressions)s, NFD), '{out}', '', 'g')"
        template = f"lower(translate({bare}, '{letters}', '{plain}'))"
        return super().as_sql(compiler, connection, template=template, **options)


for _field in (models.CharField, models.TextField):
    _field.register_lookup(Folded)


def having(field: str, sought: str) -> models.Q:
    """Rows in whose `field` (a path as `filter` takes it) stands each of these words, in any order."""
    wanted = models.Q()
    for word in folded(sought).split():
        wanted &= models.Q(**{f"{field}__folded__contains": word})
    return wanted

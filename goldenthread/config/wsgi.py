"""The door for the web server."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from goldenthread.config.full_disk import keep_reserve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
application = get_wsgi_application()


def settle():
    """Load every page's code before the first visitor comes, and let Python no longer look through it for rubbish.

    A page makes and drops tens of thousands of small things. By its own measure Python would then look through all that
    the house has loaded, which held up every tenth page or so by some 60 ms.
    """
    import_module(settings.ROOT_URLCONF)
    keep_reserve()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


settle()

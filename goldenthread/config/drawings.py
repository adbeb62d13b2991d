"""Drawn charts as files. What cannot be kept, since a disk is full, is drawn anew: a page that is read never fails."""

import contextlib

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache


class DrawingsCache(FileBasedCache):
    """Django's cache of files, which nobody waits for."""

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        with contextlib.suppress(OSError):
            super().set(key, value, timeout, version)

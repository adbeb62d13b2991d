"""Note the heads of history outside the database now, as the worker does each night."""

from django.core.management.base import BaseCommand

from goldenthread.foundation import clock
from goldenthread.foundation.history import heads


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        path = heads.write(now=clock.now())
        if options["verbosity"]:
            self.stdout.write(f"Noted in {path}")

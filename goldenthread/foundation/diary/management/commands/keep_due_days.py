"""Bring the table of due days to what every room says; safe to repeat."""

from django.core.management.base import BaseCommand

from goldenthread.foundation import clock
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.diary import operations


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        changed = operations.keep_all_dates(by=System("set-up"), now=clock.now())
        if changed:
            self.stdout.write(f"Due days: {changed} brought to what the rooms say.")

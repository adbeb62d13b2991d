"""Bring the table of rules to what rules.yaml says; safe to repeat."""

from django.core.management.base import BaseCommand

from goldenthread.foundation import clock
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.diary import operations, queries


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        now = clock.now()
        if queries.rules_are_loaded(clock.day_of(now)):
            return
        added, changed = operations.load_rules(by=System("set-up"), now=now)
        self.stdout.write(f"Rules of the clocks: {added} added, {changed} changed.")

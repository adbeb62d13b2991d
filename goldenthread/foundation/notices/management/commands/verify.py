"""Prove all that can be proved: history with its noted heads, stored files, signed reports. Done each night by itself.

Heads are noted first. What does not fit is named here, on the page of the house, and by e-mail to house administrators
and managers.
"""

from django.core.management.base import BaseCommand, CommandError

from goldenthread.foundation import clock, room
from goldenthread.foundation.notices import verifying


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        labels = {check.code: check.label for check in room.offered("integrity")}
        rows = verifying.verify(now=clock.now())
        for row in rows:
            fit = "all fit" if not row.sentences else f"{len(row.sentences)} do not fit"
            self.stdout.write(f"{labels[row.code]}: {row.counted}, {fit}.")
            for sentence in row.sentences:
                self.stderr.write(sentence)
        if any(row.sentences for row in rows):
            raise CommandError("Something is not as it was written: see above. Keep a copy, and mend nothing by hand.")

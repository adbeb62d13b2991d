"""Prove that nobody has changed, inserted, reordered or removed a line of history. Names the first fault of each
chain.
"""

from django.core.management.base import BaseCommand, CommandError

from goldenthread.foundation.history import heads, queries


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        verified = queries.verify()
        for sentence in verified.faults:
            self.stderr.write(sentence)
        if verified.faults:
            raise CommandError(
                "History has been tampered with or damaged: see above for the first fault of each chain."
            )
        days = len(list(heads.folder().glob("*.json")))
        self.stdout.write(
            f"History is whole. It was compared with the heads noted on {days} day{'' if days == 1 else 's'}."
        )

"""Prove that every stored file is there and is the one that was stored."""

from django.core.management.base import BaseCommand, CommandError

from goldenthread.foundation.documents import queries


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        verified = queries.verify()
        for sentence in verified.faults:
            self.stderr.write(sentence)
        if verified.faults:
            raise CommandError(
                f"{len(verified.faults)} of {verified.counted} stored files are missing or were changed: restore them."
            )
        self.stdout.write(f"All {verified.counted} stored files are whole.")

"""Prove that every stored file is there and is the one that was stored."""

from django.core.management.base import BaseCommand, CommandError

from goldenthread.foundation.documents.storing import is_whole, named_files


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        hashes = named_files()
        broken = [sha256 for sha256 in hashes if not is_whole(sha256)]
        for sha256 in broken:
            self.stderr.write(f"{sha256} is missing or was changed.")
        if broken:
            raise CommandError(
                f"{len(broken)} of {len(hashes)} stored files are missing or were changed: restore them."
            )
        self.stdout.write(f"All {len(hashes)} stored files are whole.")

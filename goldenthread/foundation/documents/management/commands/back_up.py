"""Back up the whole house, while it runs, into a new folder: database, documents, noted heads of history, manifest."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from goldenthread.foundation import clock
from goldenthread.foundation.documents import backups
from goldenthread.foundation.room import Refused


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="a folder that does not exist yet, or is empty")

    def handle(self, folder, **options):
        try:
            manifest = backups.back_up(folder, now=clock.now())
        except Refused as refused:
            raise CommandError(refused.sentence) from None
        self.stdout.write(
            f"Backed up into {folder}: {len(manifest['files'])} files. Copy the folder to another machine."
        )
        self.stdout.write(
            "The keys are not in it. Keep GOLDENTHREAD_HISTORY_KEY (or the file secrets/goldenthread_history_key) in "
            "another place: "
            "without it no restored history can be proved."
        )

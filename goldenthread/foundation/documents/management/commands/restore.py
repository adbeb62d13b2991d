"""Restore a backup into this installation, which must be empty, and prove that what was restored is whole."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from goldenthread.foundation.documents import backups
from goldenthread.foundation.room import Refused


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # there is no database yet

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="a folder that back_up wrote")

    def handle(self, folder, **options):
        try:
            manifest = backups.restore(folder)
        except Refused as refused:
            raise CommandError(refused.sentence) from None
        documents = sum(name.startswith("documents/") for name in manifest["files"])
        self.stdout.write(
            f"Restored the house as it was at {manifest['made_at']}: {len(manifest['chains'])} chains of history and "
            f"{documents} documents are whole."
        )

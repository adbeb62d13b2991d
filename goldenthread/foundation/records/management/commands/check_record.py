"""Say what is wrong in a folder of record files, and load nothing."""

from django.core.management.base import BaseCommand

from goldenthread.foundation.records.faults import Faulty
from goldenthread.foundation.records.reading import read


class Command(BaseCommand):
    help = "Check a folder of record files: every fault with its file, line, field and what was expected."
    requires_system_checks = ["records"]

    def add_arguments(self, parser):
        parser.add_argument("folder")

    def handle(self, folder, **options):
        try:
            record = read(folder)
        except Faulty as faulty:
            for fault in faulty.faults:
                self.stdout.write(str(fault))
            self.stderr.write(
                f"{len(faulty.faults)} {'fault' if len(faulty.faults) == 1 else 'faults'}. Nothing was loaded."
            )
            raise SystemExit(1) from None
        self.stdout.write(f"The record of {record.body} holds {len(record.items)} things and has no fault.")

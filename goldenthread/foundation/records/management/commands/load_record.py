"""Load a folder of record files, whole or not at all."""

from django.core.management.base import BaseCommand

from goldenthread.foundation import clock
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.records.faults import Different, Faulty
from goldenthread.foundation.records.operations import load


class Command(BaseCommand):
    help = "Load a folder of record files. Loading the same again changes nothing."
    requires_system_checks = ["records"]

    def add_arguments(self, parser):
        parser.add_argument("folder")
        parser.add_argument(
            "--take-file", action="store_true", help="where the record says otherwise, take the file's word"
        )

    def handle(self, folder, take_file, **options):
        now = clock.now()
        try:
            outcome = load(by=System("record file", now), now=now, folder=folder, take_file=take_file)
        except Faulty as faulty:
            for fault in faulty.faults:
                self.stdout.write(str(fault))
            self.stderr.write(
                f"{len(faulty.faults)} {'fault' if len(faulty.faults) == 1 else 'faults'}. Nothing was loaded."
            )
            raise SystemExit(1) from None
        except Different as different:
            for difference in different.differences:
                self.stdout.write(str(difference))
            count = len(different.differences)
            self.stderr.write(
                f"The record in the house differs in {count} {'place' if count == 1 else 'places'}, and nothing was "
                "changed. "
                "Mend the files, or load with --take-file to let them overrule it."
            )
            raise SystemExit(1) from None
        self.stdout.write(told(outcome))
        for change in outcome.changes:
            self.stdout.write(f"  {change.as_change()}")


def told(outcome) -> str:
    """One line about what a load did."""
    if outcome.nothing_changed:
        return f"{outcome.body}: nothing changed; all {outcome.same} things stand as the files say."
    parts = [f"{sum(outcome.added.values())} added"]
    if outcome.changed:
        parts.append(f"{sum(outcome.changed.values())} changed")
    return f"{outcome.body}: {', '.join(parts)}, {outcome.same} as they were."

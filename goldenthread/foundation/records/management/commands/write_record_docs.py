"""Bring the tables of docs/record-file.md up to date."""

from django.core.management.base import BaseCommand

from goldenthread.foundation.records.dictionary import page, with_tables


class Command(BaseCommand):
    help = "Write the tables of fields into docs/record-file.md."
    requires_system_checks = []

    def handle(self, **options):
        page().write_text(with_tables(page().read_text("utf-8")), "utf-8")
        self.stdout.write(f"{page().name} is up to date.")

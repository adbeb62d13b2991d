"""Bring docs/generated/ up to date."""

from django.core.management.base import BaseCommand

from goldenthread.config.generated import FOLDER, PAGES


class Command(BaseCommand):
    help = (
        "Write the pages of docs/generated/ from the code: permissions, states, data dictionary, clocks, circles "
        "of readers."
    )

    def handle(self, **options):
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, page in PAGES.items():
            (FOLDER / name).write_text(page(), "utf-8")
        self.stdout.write(f"{len(PAGES)} pages are up to date in {FOLDER.name}.")

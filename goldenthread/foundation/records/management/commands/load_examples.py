"""Load every folder of example records, let their made-up people sign in, and let them sign off their report."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from goldenthread.foundation import clock
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.records.faults import Different, Faulty
from goldenthread.foundation.records.management.commands.load_record import told
from goldenthread.foundation.records.operations import load
from goldenthread.foundation.records.reading import read


class Command(BaseCommand):
    help = (
        "Load the example records, in the order of their names; one that needs another waits for it. "
        "Safe to repeat: a record that somebody has worked in since is left as it is."
    )
    requires_system_checks = ["records"]

    def add_arguments(self, parser):
        parser.add_argument(
            "--folder", default=settings.REPOSITORY / "examples", help="where the folders of records are"
        )

    def handle(self, folder, **options):
        now = clock.now()
        by = System("example records", now)
        waiting = sorted(path for path in Path(folder).iterdir() if (path / "manifest.yaml").is_file())
        while waiting:
            left = [(path, fault) for path in waiting if (fault := self._load(path, by, now))]
            if len(left) == len(waiting):
                self._refuse(left)
            waiting = [path for path, _ in left]
        accounts = import_string(settings.EXAMPLE_ACCOUNTS)(by=by, now=now)
        self.stdout.write(f"{accounts} made-up people can sign in.")
        if accounts:
            self.stdout.write("“The made-up reader” of each record sees all of it, also what is kept to listed people.")
        self._say("Signing off a report …")
        if done := import_string(settings.EXAMPLE_SIGN_OFF)(now=now):
            self.stdout.write(done)

    def _load(self, path, by, now):
        """None, or why it could not be loaded: it may name things of a record that comes later."""
        self._say(f"Loading {path.name} …")
        try:
            outcome = load(by=by, now=now, folder=path)
        except Different as refused:
            if not self._stands(path):
                return refused
            self._say(f"{path.name}: nothing changed; it was worked in since it was loaded, and is left as it is.")
        except Faulty as refused:
            return refused
        else:
            self.stdout.write(told(outcome))
        return None

    def _say(self, words):
        """At once, so that somebody who waits sees what is going on."""
        self.stdout.write(words)
        self.stdout.flush()

    def _stands(self, path):
        """Whether this record was loaded before: then what differs is what people have done since."""
        return Body.objects.filter(key=read(path).body, stub=False).exists()

    def _refuse(self, left):
        for path, refused in left:
            for said in getattr(refused, "faults", None) or refused.differences:
                self.stdout.write(f"{path.name}/{said}")
        self.stderr.write(f"{len(left)} example {'record' if len(left) == 1 else 'records'} could not be loaded.")
        raise SystemExit(1)

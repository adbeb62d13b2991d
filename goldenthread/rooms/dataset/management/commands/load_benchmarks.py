"""Put national figures beside the indicators of a partnership that name the same measure."""

from django.core.management.base import BaseCommand, CommandError

from goldenthread.foundation import clock
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.room import Refused
from goldenthread.rooms.dataset import benchmarks, operations
from goldenthread.rooms.dataset.models import Indicator


class Command(BaseCommand):
    help = (
        "Load England, the region and neighbours as comparators of every indicator with the code of a national measure."
    )

    def add_arguments(self, parser):
        parser.add_argument("partnership", help="the key of the partnership, as in its addresses")

    def handle(self, *, partnership, **options):
        body = Body.objects.filter(key=partnership).first()
        if body is None:
            raise CommandError(f"No partnership has the key “{partnership}”.")
        rows = benchmarks.missing_from(Indicator.objects.filter(holder=body).select_related("holder"))
        if not rows:
            raise CommandError("No indicator of this partnership has the code of a measure in the file.")
        try:
            added = operations.load_benchmarks(by=System("national figures"), now=clock.now(), rows=rows)
        except Refused as refused:
            self.stdout.write(refused.sentence)
            return
        self.stdout.write(f"{added} comparators loaded.")

"""Erase the old and new values kept beside a line of history, where the law obliges you to. The line itself stays.

Without --line it lists the lines of the thing, with their numbers. A line is left that says who erased what, and why.
"""

from django.core.management.base import BaseCommand, CommandError

from goldenthread.foundation import clock
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.history import heads, operations
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.room import Refused


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("chain", help='key of the partnership, or "house"')
        parser.add_argument("noun", help="kind of thing, such as finding")
        parser.add_argument("key", help="its reference, such as west/finding-abc")
        parser.add_argument("--line", type=int, metavar="N", help="the number of the line whose values are erased")
        parser.add_argument("--why", default="", help="the reason, which everybody may read who may read the line")
        parser.add_argument("--who", default="", help="the name of whoever decided it")

    def handle(self, chain, noun, key, line, why, who, **options):
        lines = Line.objects.filter(noun=noun, key=key).select_related("chain", "kept_values").order_by("number")
        lines = lines.filter(chain__body=None) if chain == heads.HOUSE else lines.filter(chain__body__key=chain)
        if line is None:
            self._show(lines)
            return
        chosen = lines.filter(number=line).first()
        if chosen is None:
            raise CommandError(f"Line {line} of {chain} is not about {noun} {key}: leave --line out to see its lines.")
        if not who.strip():
            raise CommandError("Say who decided it, with --who.")
        try:
            operations.erase_values(by=System(who.strip()), now=clock.now(), line=chosen, why=why)
        except Refused as refused:
            raise CommandError(refused.sentence) from None
        self.stdout.write(f"The values of line {line} are erased. Backups still hold them.")

    def _show(self, lines):
        for row in lines:
            kept = "values kept" if getattr(row, "kept_values", None) else "no values"
            self.stdout.write(f"{row.number}: {row.recorded_at:%Y-%m-%d %H:%M} {row.by_name} {row.verb} ({kept})")

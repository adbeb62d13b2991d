"""The first step of a new installation: a partnership, and the two people who can go on from there."""

from django.core.management.base import BaseCommand, CommandError

from goldenthread.foundation import clock
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.organisations import operations
from goldenthread.foundation.room import Refused


class Command(BaseCommand):
    help = (
        "Start a partnership with a business manager and a house administrator, who are "
        "each sent an invitation by which they choose a password."
    )

    def add_arguments(self, parser):
        parser.add_argument("key", help="the first part of its addresses: small letters and hyphens, never changed")
        parser.add_argument("name", help="its full name, in quotation marks")
        parser.add_argument("--short-name", default="")
        parser.add_argument("--manager", required=True, metavar="EMAIL", help="the business manager's e-mail address")
        parser.add_argument("--administrator", metavar="EMAIL", help="the house administrator's, if there is none yet")

    def handle(self, key, name, short_name, manager, administrator, **options):
        by, now = System("start_partnership"), clock.now()
        try:
            operations.start_partnership(
                by=by,
                now=now,
                key=key,
                name=name,
                short_name=short_name,
                manager=manager,
                administrator=administrator or "",
            )
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write(f"{name} stands at /{key}/. Its people are sent an invitation by e-mail.")

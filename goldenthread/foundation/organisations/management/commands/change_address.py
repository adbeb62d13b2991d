"""Another address for an account, from the command line: where nobody in the house could confirm it."""

from django.core.management.base import BaseCommand, CommandError

from goldenthread.foundation import clock
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.organisations import operations
from goldenthread.foundation.people.models import Person
from goldenthread.foundation.room import Refused


class Command(BaseCommand):
    help = (
        "Give the account of one e-mail address another. It needs no second person: whoever can run this command holds "
        "the machine. Both addresses are told."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="the exact address of now")
        parser.add_argument("new", help="the new address")
        parser.add_argument("--reason", required=True, help="how it is known that the person asked for it")

    def handle(self, email, new, reason, **options):
        person = Person.objects.filter(user__email__iexact=email).first()
        if person is None:
            raise CommandError(f"No account has the address {email}.")
        by, now = System("change_address"), clock.now()
        try:
            operations.change_address(by=by, now=now, person=person, email=new, reason=reason)
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write(f"{person.name} signs in by {new} from now on.")

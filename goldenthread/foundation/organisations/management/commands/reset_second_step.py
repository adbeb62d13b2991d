"""Take away a lost second step, from the command line: where nobody in the house could confirm it."""

from django.core.management.base import BaseCommand, CommandError

from goldenthread.foundation import clock
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.organisations import operations
from goldenthread.foundation.people.models import Person
from goldenthread.foundation.room import Refused


class Command(BaseCommand):
    help = (
        "Take away every second step of one account, so that its owner signs in by password and sets up a new one. It "
        "needs no second person: whoever can run this command holds the machine. The owner is told."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="the exact address of the account")
        parser.add_argument("--reason", required=True, help="how it is known that the person asked for it")

    def handle(self, email, reason, **options):
        person = Person.objects.filter(user__email__iexact=email).first()
        if person is None:
            raise CommandError(f"No account has the address {email}.")
        try:
            operations.ask_for_reset(by=System("reset_second_step"), now=clock.now(), person=person, reason=reason)
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write(f"{person.name} signs in by password alone until they set up a new second step.")

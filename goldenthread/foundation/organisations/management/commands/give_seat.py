"""Mend a partnership that locked itself out, or pass the office of house administrator on, from the command line."""

from django.core.management.base import BaseCommand, CommandError

from goldenthread.foundation import clock
from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.organisations import operations
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.room import Refused


class Command(BaseCommand):
    help = (
        "Give somebody the seat of a business manager or house administrator in a partnership. It holds at once and "
        "needs no second person: whoever can run this command holds the machine."
    )

    def add_arguments(self, parser):
        parser.add_argument("partnership", help="its key: the first part of its addresses")
        parser.add_argument("email", help="the person's exact e-mail address")
        parser.add_argument("--role", default="business_manager", choices=_roles())
        parser.add_argument("--name", default="", help="for somebody who is not in the house yet")

    def handle(self, partnership, email, role, name, **options):
        body = Body.objects.filter(key=partnership, kind=Body.Kind.PARTNERSHIP).first()
        if body is None:
            raise CommandError(f"There is no partnership “{partnership}”.")
        title = roles()[role].title
        try:
            seat = operations.give_house_seat(
                by=System("give_seat"), now=clock.now(), partnership=body, role=role, name=name or title, email=email
            )
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write(f"{seat.person.name} is {title.lower()} of {body.name} from today.")


def _roles():
    return [code for code, role in roles().items() if role.gives and role.confirms]

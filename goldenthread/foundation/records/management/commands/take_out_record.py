"""Take a partnership's record out as a folder of files, as a person."""

from django.core.management.base import BaseCommand, CommandError

from goldenthread.foundation import clock
from goldenthread.foundation.access.viewer import viewer_for
from goldenthread.foundation.people.models import Body, Person
from goldenthread.foundation.records.operations import take_out
from goldenthread.foundation.records.taking_out import CIRCLES
from goldenthread.foundation.room import Refused


class Command(BaseCommand):
    help = "Take a record out as somebody who may: what that person may read, and nothing kept to a narrower circle."

    def add_arguments(self, parser):
        parser.add_argument("partnership")
        parser.add_argument("folder")
        parser.add_argument(
            "--as", dest="email", required=True, help="the e-mail address of the person who takes it out"
        )
        parser.add_argument(
            "--up-to", required=True, choices=CIRCLES, help="the narrowest circle of readers whose things go in"
        )

    def handle(self, partnership, folder, email, up_to, **options):
        body = Body.objects.filter(key=partnership).first()
        if body is None or not body.holds_a_record:
            known = ", ".join(
                Body.objects.filter(kind__in=("partnership", "predecessor_board")).values_list("key", flat=True)
            )
            raise CommandError(f"There is no partnership {partnership}. Known are: {known or 'none yet'}.")
        person = Person.objects.filter(user__email__iexact=email, user__is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody with the e-mail address {email} has an account.")
        now = clock.now()
        # Whoever runs commands has the database in hand, which is more than a second factor proves.
        viewer = viewer_for(person, body, now, second_factor=True)
        try:
            count = take_out(by=viewer, now=now, body=body, folder=folder, up_to=up_to)
        except Refused as refused:
            raise CommandError(refused.sentence) from None
        self.stdout.write(f"{count} things of the record of {body.name} are in {folder}.")

"""Which things of the whole house are here already, with their keys: so that a record uses them and makes no second."""

from django.core.management.base import BaseCommand

from goldenthread.foundation.records.shapes import shape_of

LISTS = ("areas", "bodies", "themes")


class Command(BaseCommand):
    help = "The keys and names of the areas, bodies or themes that the house knows already."

    def add_arguments(self, parser):
        parser.add_argument("list", choices=LISTS)
        parser.add_argument("words", nargs="*", help="only those whose key or name holds all of these words")

    def handle(self, list, words, **options):
        rows = shape_of(list).table.objects.order_by("key").values_list("key", "name")
        wanted = [word.casefold() for word in words]
        known = [(key, name) for key, name in rows if all(word in f"{key} {name}".casefold() for word in wanted)]
        width = max((len(key) for key, _ in known), default=0)
        for key, name in known:
            self.stdout.write(f"{key:<{width}}  {name}")
        if not known:
            self.stdout.write("None." if not words else f"None of them holds “{' '.join(words)}”.")

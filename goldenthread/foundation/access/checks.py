"""What must hold before the house opens: offers that exist, roles that grant only what is declared."""

from django.core.checks import Error, register

from goldenthread.foundation import room
from goldenthread.foundation.access.roles import roles


@register
def check_offers(app_configs, **options):
    """Every function named in an offer exists."""
    errors = []
    for label, offer in room.offers().items():
        named = [item.resolve for item in offer.nouns] + [item.build for item in offer.chapters]
        named += [item.count for item in offer.measures] + [item.lines for item in offer.today]
        named += [path for part in offer.record_parts for path in (part.shape, part.load, part.dump)]
        named += [item.due for item in offer.clocks if hasattr(item, "due")]
        for path in named:
            try:
                room.function(path)
            except ImportError as fault:
                errors.append(Error(f"{label} offers {path}, which does not exist: {fault}", id="house.E001"))
    return errors


@register
def check_roles(app_configs, **options):
    """Every granted permission is declared, and every declared one is granted or marked "nobody yet"."""
    declared = {item.code: item for item in room.offered("permissions")}
    granted = {code for role in roles().values() for code in role.grants}
    errors = [
        Error(f"roles.py grants {code}, which no room declares", id="house.E002")
        for code in sorted(granted - set(declared))
    ]
    errors += [
        Error(f"{code} is granted to no role; grant it or mark it nobody_yet", id="house.E003")
        for code, item in sorted(declared.items())
        if code not in granted and not item.nobody_yet
    ]
    return errors

"""What must hold before the house opens: roles that grant only what is declared, and all of it."""

from django.core.checks import Error, register

from goldenthread.foundation import room
from goldenthread.foundation.access.roles import roles


@register
def check_roles(app_configs, **options):
    """Every granted permission is declared, and every declared one is granted."""
    declared = {item.code for item in room.offered("permissions")}
    granted = {code for role in roles().values() for code in role.grants}
    errors = [
        Error(f"roles.py grants {code}, which no room declares", id="house.E002") for code in sorted(granted - declared)
    ]
    errors += [
        Error(f"{code} is granted to no role; grant it in roles.py", id="house.E003")
        for code in sorted(declared)
        if code not in granted
    ]
    return errors

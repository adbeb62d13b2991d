"""The shapes of the page of roles. The page itself is `config/roles.py`."""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, cached_property

from django.conf import settings
from django.utils.module_loading import import_string


class Reach(StrEnum):
    """How far a grant goes, from the seat that holds it."""

    ALL = "everything of the partnership"
    GROUP = "what the seat's own group holds"
    AGENCY = "what belongs to the agency that the seat acts for"
    OWN = "what is in the person's own name"


@dataclass(frozen=True)
class Role:
    """What a seat of this role may do.

    `reads_groups`: sees what is kept to any group; otherwise only to the seat's own group.
    `reads_agencies`: sees what is kept to one agency; otherwise only to the agency that the seat acts for.
    `reads_partnership`: sees what is open to the whole partnership.
    `in_shared_group`: all that a seat of this role grants in a group that several partnerships share. Whatever it
    says, it reaches that group's work alone.
    `gives`: the roles whose seats it may give and end. `second_person`: a seat that signs, releases or gives seats is
    proposed only, until a second person confirms it; `confirms` marks who can be that person.
    """

    code: str
    title: str
    sentence: str
    grants: dict[str, Reach] = field(default_factory=dict)
    reads_partnership: bool = True
    reads_groups: bool = False
    reads_agencies: bool = False
    scopes: tuple[str, ...] = ("partnership",)
    statutory: bool = False
    in_shared_group: dict[str, Reach] = field(default_factory=dict)
    gives: tuple[str, ...] = ()
    second_person: bool = False
    confirms: bool = False

    @cached_property
    def shape(self) -> Hashable:
        """All that decides what a seat of this role reads and may do."""
        reads = (self.reads_partnership, self.reads_groups, self.reads_agencies)
        return self.code, frozenset(self.grants.items()), reads

    @cached_property
    def of_shared_group(self) -> "Role":
        """The role as a seat in a shared group holds it: nothing is read, or done, but that group's work."""
        return replace(
            self, grants=self.in_shared_group, reads_partnership=False, reads_groups=False, reads_agencies=False
        )


@cache
def roles() -> dict[str, Role]:
    return import_string(settings.ROLES)


def role(code: str) -> Role:
    return roles()[code]

"""Roles in words: who gives a seat, who confirms it, and what counts in a group that several partnerships share.

The page "Roles" and docs/generated/permissions.md say the same, since both are made here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from goldenthread.foundation.access.roles import Reach, Role, roles
from goldenthread.foundation.room import permission_sentences
from goldenthread.foundation.ui.words import listed, lower_first

PLACES = {"partnership": "for the whole partnership", "group": "in a group", "membership": "for an agency"}
HOUSE = "house.administer"
NOBODY = "Nobody in the house: whoever runs the installation, by a command."


@dataclass(frozen=True)
class RoleInWords:
    """One role. Each text is a whole sentence or a list of what the role may do."""

    role: Role
    held: str
    given_by: str
    confirmed_by: str
    in_shared_group: tuple[str, ...]

    @property
    def shared(self) -> str:
        """What counts in a shared group, in one cell."""
        if "group" not in self.role.scopes:
            return "Not held in a group."
        return "; ".join(self.in_shared_group) or "Nothing."


def roles_in_words() -> list[RoleInWords]:
    """Every role, in the order of config/roles.py."""
    return [
        RoleInWords(
            role,
            " or ".join(PLACES[scope] for scope in role.scopes),
            _given_by(role),
            _confirmed_by(role),
            _in_shared_group(role),
        )
        for role in roles().values()
    ]


def _given_by(role: Role) -> str:
    return _or(one.title for one in roles().values() if role.code in one.gives) or NOBODY


def _confirmed_by(role: Role) -> str:
    if not role.second_person:
        return "Needs no second person."
    return f"{_or(one.title for one in roles().values() if one.confirms)}: neither who gave it nor who takes it."


def _in_shared_group(role: Role) -> tuple[str, ...]:
    sentences = permission_sentences()
    every = {
        Reach.ALL: "",  # whatever it says, it reaches that group's work alone
        Reach.GROUP: "",
        Reach.AGENCY: " (what belongs to the agency that the seat acts for)",
        Reach.OWN: " (what is in the person's own name)",
    }
    return tuple(f"{sentences[code]}{every[reach]}" for code, reach in role.in_shared_group.items())


def _or(titles: Iterable[str]) -> str:
    found = list(titles)
    return listed([*found[:1], *map(lower_first, found[1:])], "or")

"""May this happen to this document? Pure questions."""

from goldenthread.foundation.documents.models import Document
from goldenthread.foundation.room import Refused

WIDTH = {"named": 0, "agency": 1, "group": 2, "partnership": 3, "public": 4}


def widens(old: str, new: str) -> bool:
    return WIDTH[new] > WIDTH[old]


def circle_is_complete(audience: str, agency, readers) -> None:
    """Raises Refused when the circle of readers lacks the agency or the people that it is about."""
    if audience == Document.Audience.AGENCY and agency is None:
        raise Refused("Choose the agency that may read it.", "agency")
    if audience == Document.Audience.LISTED and not readers:
        raise Refused("Choose at least one person who may read it.", "readers")


def sensitive_is_not_public(audience: str, classification: str) -> None:
    if audience == Document.Audience.PUBLIC and classification == Document.Classification.SENSITIVE:
        raise Refused("A document that is Official-Sensitive cannot be public: change one of the two.", "audience")


def not_later_than_today(on, today) -> None:
    if on > today:
        raise Refused("The date of the document must be today or earlier.", "on")


def is_another_file(latest, received) -> None:
    """Raises Refused when the new version holds the bytes of the latest."""
    if latest.sha256 == received.sha256:
        raise Refused("This is the same file as the latest version: nothing needs to be added.", "file")

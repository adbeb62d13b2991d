"""Links in e-mails that say who opens them: a path of ours, and a proof that the house sent it to somebody.

The proof is made when the e-mail is delivered, so neither the outbox nor a backup of the database holds a link that
works. What a path opens, for how long and how often, is said by the page behind it.
"""

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

SALT = "goldenthread.private-links"


def proof_of(path: str) -> str:
    """What stands behind `path` (from the root of the site, with a slash at its end) in a link that was sent."""
    return Signer(salt=SALT).signature(path)


def is_proved(path: str, proof: str) -> bool:
    return constant_time_compare(proof, proof_of(path))


def whole(path: str) -> str:
    """The path with its proof, as the page behind it is addressed."""
    return f"{path}{proof_of(path)}/"

"""What drafts offer: nothing that others may see."""

from goldenthread.foundation.room import Offer

OFFER = Offer()

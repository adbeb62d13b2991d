"""What the home offers the house: nothing of its own; it reads what others offer."""

from goldenthread.foundation.room import Offer

OFFER = Offer()

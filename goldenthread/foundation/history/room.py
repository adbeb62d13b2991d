"""What history offers."""

from goldenthread.foundation.room import Offer, Permission

OFFER = Offer(permissions=(Permission("history.read", "read who did what, and when"),))

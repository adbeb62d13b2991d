"""Sessions in the database, read by a prepared read: every page of somebody who is signed in begins with it."""

from django.contrib.sessions.backends import db

from goldenthread.foundation import clock
from goldenthread.foundation.prepared import prepared


@prepared
def _session(model, key, now):
    return model.objects.filter(session_key=key, expire_date__gt=now)


class SessionStore(db.SessionStore):
    def _get_session_from_db(self):
        found = _session.one(self.get_model_class(), self.session_key, clock.now())
        if found is None:
            self._session_key = None
        return found

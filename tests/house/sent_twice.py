"""Real processes that send the same form at the same moment; run as `python -m tests.house.sent_twice N ROUNDS`.

In each round N processes post one form of one showing, as one person. Prints a line of JSON for what came of it.
"""

import json
import os
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from goldenthread.foundation.history.models import Line  # noqa: E402
from goldenthread.foundation.people.models import Person  # noqa: E402
from goldenthread.thread.models import Finding, Source  # noqa: E402


def _signed_in():
    """The cookie of the business manager's session."""
    client = Client()
    user = Person.objects.get(name="The business manager").user
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _send(cookie, address, form):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    answer = client.post(address, form)
    return [answer.status_code, answer.headers.get("Location", "")]


def at_once(processes, address, form):
    """The answers of so many processes that post together."""
    cookie, (gate, opened), (told, tell) = _signed_in(), os.pipe(), os.pipe()
    _send(cookie, "/nothing/here/", {})  # so that not each of them reads all that a first answer needs
    connection.close()
    for _ in range(processes):
        if os.fork():
            continue
        os.close(opened)
        os.read(gate, 1)  # until the parent has started all
        os.write(tell, (json.dumps(_send(cookie, address, form)) + "\n").encode())
        os._exit(0)
    os.close(opened)
    os.close(tell)
    for _ in range(processes):
        os.wait()
    with open(told) as lines:
        return [json.loads(line) for line in lines]


def main(processes, rounds):
    setup_test_environment()
    source = Source.objects.get(holder__key="west")
    address, found = f"/west/thread/work/{source.ref}/finding/", {"answers": [], "findings": [], "lines": []}
    for number in range(rounds):
        form = {"kind": "strength", "text": f"Seen in round {number}.", "form_key": f"key-of-the-round-{number}"}
        answers = at_once(processes, address, form)
        found["answers"].append([len(answers), len({tuple(answer) for answer in answers}), answers[0][0]])
        rows = Finding.objects.filter(text=form["text"])
        found["findings"].append(rows.count())
        found["lines"].append(Line.objects.filter(key__in=[row.ref for row in rows]).count())
    return found


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:]))))

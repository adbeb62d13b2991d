"""Odd values posted to every form of every page, and what was stored drawn again by every page."""

import contextlib
import random
import re
import shutil
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from django.db import connection, transaction
from django.test import Client

from goldenthread.foundation import values
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.records.faults import Different, Faulty
from goldenthread.foundation.records.operations import load, take_out
from tests.house.answers import KINDS
from tests.house.edit_forms import EDITS
from tests.house.fuzz import odd, page_forms, uploads
from tests.house.page_table import PAGES, POSTS

# Who fills the forms of a page: the first of these who may open it.
ACTORS = ("business_manager", "house_administrator", "agency_lead")
OF_THE_ACCOUNT = [
    f"/account/{name}/"
    for name in (
        "login",
        "signup",
        "password/reset",
        "password/change",
        "email",
        "totp/activate",
        "recovery-codes/generate",
        "webauthn/add",
        "reauthenticate",
        "messages",
    )
]
SIGNED_OUT = "signed out"
SHOWN_AGAIN = ("text", "textarea", "number", "email", "search", "tel", "url")
NEVER_SHOWN_AGAIN = re.compile("password|code|file")


@dataclass(frozen=True)
class Sent:
    """One form as it was posted, and by whom."""

    who: str
    address: str
    fields: dict
    files: tuple = ()

    def __str__(self):
        shown = {name: [one[:120] for one in some] for name, some in self.fields.items()}
        return f"{self.who} posts to {self.address}: {shown!r:.1500} {[name for name, _, _ in self.files]}"


class Fuzz:
    """One cast with its things, and everything that was found wrong while odd values were thrown at it."""

    def __init__(self, cast, things, seed: int, follows=True):
        self.cast, self.things, self.follows = cast, things, follows
        self.seed, self.chance = seed, random.Random(seed)
        self.faults: list[str] = []
        self.posts = self.accepted = self.refused = 0
        self.new_addresses: set[str] = set()
        self.elsewhere = self._keys_elsewhere()
        self._clients = {}

    def _keys_elsewhere(self):
        """What a choice may not be: keys and numbers of things of other kinds, of the other partnership, of nothing."""
        east = self.cast.people["east_manager"]
        numbers = [str(self.cast.east.pk), str(east.pk), "999999999", "0", "-3"]
        return [*map(str, self.things.names.values()), self.cast.east.key, east.key, *numbers, "__all__", "../west"]

    # Asking

    def client(self, who):
        """A browser of this person, as it was when they had just signed in."""
        fresh = Client(raise_request_exception=False)
        if who != SIGNED_OUT:
            if who not in self._clients:
                self.cast.sign_in(fresh, who)
                self._clients[who] = fresh.cookies.output(header="")
            fresh.cookies.load(self._clients[who])
        return fresh

    def get(self, who, address, why=""):
        """The answer, read to its end. What fails is noted."""
        answer = self.client(who).get(address)
        if answer.streaming:
            b"".join(answer.streaming_content)
        self._judge(answer, f"{who} opens {address}{why and f' after {why}'}")
        return answer

    def _judge(self, answer, what):
        if answer.status_code < 500:
            return True
        fault = getattr(answer, "exc_info", None)
        where = traceback.format_exception(*fault)[-4:] if fault else []
        self.faults.append(f"{answer.status_code}: {what}\n{''.join(where)}")
        return False

    def actor(self, address):
        """Who may open a page of the table; None when nobody of those may."""
        row = next((row for row in PAGES if row[0] == address), None)
        if row is None:
            return SIGNED_OUT if address in OF_THE_ACCOUNT[:3] else ACTORS[0]
        if row[1].split()[0] == "302" and row[1].endswith("403 403 403 403"):
            return "lead_partner"
        open_to = row[1].split()
        return next((who for who in ACTORS if open_to[KINDS.index(who)] == "200"), None)

    # Posting

    def pages_with_forms(self):
        """(who, address, what the table of edits says) of every page, in an order made by chance."""
        typed = {address: first for address, first, *_ in EDITS}
        pages = [(who, address, typed.get(address, {})) for address in [row[0] for row in PAGES] + OF_THE_ACCOUNT
                 if (who := self.actor(address))]  # fmt: skip
        self.chance.shuffle(pages)
        return pages

    def every_form(self, times=1, until=lambda: False):
        """Post to each form of each page so many times. A form that was taken half the time stays so."""
        for who, template, typed in self.pages_with_forms():
            if until():
                return
            address = template.format(**self.things.names)
            for _ in range(times):
                shown = self.get(who, address)
                if shown.status_code != 200 or not shown["Content-Type"].startswith("text/html"):
                    break
                for form in page_forms.forms(shown.content.decode()):
                    if form.method == "post" and "/logout" not in form.action:
                        self._post_spoilt(who, address, form, typed)
                    elif form.method == "get" and form.typed():
                        self._ask_spoilt(who, address, form)

    def _post_spoilt(self, who, address, form, typed):
        sent = page_forms.spoilt(form, page_forms.filled(form, typed), self.chance, self.elsewhere)
        files = tuple((name, *uploads.odd_file(self.chance)) for name, one in form.fields.items() if one.kind == "file")
        target = form.action.split("#")[0] or address
        with self._perhaps():
            self.post(Sent(who, target if target.startswith("/") else address, sent, files))

    @contextlib.contextmanager
    def _perhaps(self):
        """What is done here stays, or is undone: by chance, so that one step does not close all others."""
        stays = self.chance.random() < 0.5
        point = transaction.atomic()
        with point:
            yield
            if not stays or connection.needs_rollback:
                transaction.set_rollback(True)

    def _ask_spoilt(self, who, address, form):
        sent = page_forms.spoilt(form, page_forms.filled(form, {}), self.chance, self.elsewhere)
        self.ask(who, form.action or address, sent)

    def ask(self, who, address, sent):
        """A search or a filter with odd words."""
        query = urlencode(sent, doseq=True, errors="surrogatepass")
        self.get(who, f"{address.split('?')[0]}?{query}")

    def post(self, sent: Sent):
        """Post one form and judge how it was answered."""
        self.posts += 1
        body, kind = _multipart(sent) if sent.files else _plain(sent.fields)
        answer = self.client(sent.who).generic("POST", sent.address, body, content_type=kind)
        if not self._judge(answer, str(sent)):
            return answer
        if answer.status_code == 302:
            self.accepted += 1
            self._follow(sent, answer.url)
        elif answer.status_code == 422:
            self.refused += 1
            self._shown_again(sent, answer.content.decode())
        return answer

    def _follow(self, sent, url):
        if url.startswith("/") and "/logout" not in url:
            if self.follows:
                self.get(sent.who, url, str(sent))
            self.new_addresses.add(url.split("#")[0])

    def _shown_again(self, sent, html):
        """A form that was not taken says what is wrong, where it is wrong, and holds what was typed."""
        if "govuk-error-summary" not in html:
            self.faults.append(f"says not what is wrong: {sent}")
        self.faults += [f"the error of {one} stands not at it: {sent}" for one in page_forms.errors_astray(html)]
        shown = next((one for one in page_forms.forms(html) if set(sent.fields) & set(one.typed())), None)
        if shown is None and set(sent.fields) <= page_forms.HIDDEN:
            return  # there was nothing to type
        if shown is None:
            self.faults.append(f"the form is gone: {sent}")
            return
        for name in sent.fields:
            one = shown.fields.get(name)
            if not one or one.kind not in SHOWN_AGAIN or NEVER_SHOWN_AGAIN.search(name) or not sent.fields[name]:
                continue
            wanted = as_kept(sent.fields[name][-1])
            if values.comparable("".join(one.values)) != wanted:
                self.faults.append(f"lost what was typed into {name}, shows {''.join(one.values)[:200]!r}: {sent}")

    # What is posted to no form, and addresses

    def buttons_and_drafts(self):
        """What only takes something in, with odd words; and drafts that are put back into their forms."""
        for template, fields, _ in POSTS:
            address = template.format(**self.things.names)
            said = {name: [odd.text(self.chance)] for name in fields} or {"key": [odd.text(self.chance)]}
            with self._undone():
                self.post(Sent(ACTORS[0], address, said | {"version": [odd.text(self.chance)]}))
        for who, template, _ in self.chance.sample(self.pages_with_forms(), 5):
            address = template.format(**self.things.names)
            shown = self.get(who, address)
            for form in page_forms.forms(shown.content.decode(errors="replace"))[-1:]:
                sent = page_forms.spoilt(form, page_forms.filled(form, {}), self.chance, self.elsewhere)
                with self._undone():
                    self.post(Sent(who, f"/drafts/keep/?{urlencode({'address': address})}", sent))
                    self.get(who, address, f"a draft {sent!r:.500}")

    @contextlib.contextmanager
    def _undone(self):
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    def addresses(self, share=1.0):
        """Odd queries, and odd words in the place of keys, at this share of the pages."""
        pages = [*(row[0] for row in PAGES), *OF_THE_ACCOUNT]
        for template in self.chance.sample(pages, int(len(pages) * share)):
            who = self.actor(template) or ACTORS[0]
            names = {"q", "page", "theme", "agency", "state", "on", "from", "until", "noun", "key", "finding", "next"}
            query = {name: [odd.text(self.chance)[:1500]] for name in self.chance.sample(sorted(names), 3)}
            self.ask(who, template.format(**self.things.names), query)
            if "{" in template:
                names_of_nothing = dict.fromkeys(self.things.names, _in_path(odd.text(self.chance)))
                self.get(who, template.format(**names_of_nothing))

    # What was stored

    def draw_everything(self, share=1.0):
        """Every page, or this share of them, as whoever may open it, and the public ones as a stranger."""
        for template, answers in self.chance.sample(PAGES, int(len(PAGES) * share)):
            address = template.format(**self.things.names)
            if who := self.actor(template):
                self.get(who, address, "what was stored")
            if answers.startswith("200"):
                self.get(SIGNED_OUT, address, "what was stored")
        for address in sorted(self.new_addresses):
            self.get(ACTORS[0], address, "what was stored")

    def take_out_and_load(self):
        """The record leaves as a file that can be read again, and says what the house says."""
        folder, by = Path(tempfile.mkdtemp()), self.cast.viewer(second_factor=True)
        try:
            take_out(by=by, now=self.cast.now, body=self.cast.west, folder=folder / "record", up_to="named")
            outcome = load(by=System("the fuzz"), now=self.cast.now, folder=folder / "record")
            if not outcome.nothing_changed:
                self.faults.append(f"the record says otherwise than the house: {outcome}")
        except (Faulty, Different) as wrong:
            self.faults.append(f"the record cannot be read again: {wrong!s:.3000}")
        except Exception:
            self.faults.append(f"the record cannot be taken out or read: {traceback.format_exc()[-3000:]}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def as_kept(typed: str) -> str:
    """What a form shows again of a text: as it is read, on its way through the net."""
    return values.comparable(odd.encoded(typed).decode("utf-8", "replace"))


def _in_path(text):
    return quote(odd.encoded(text.replace("/", "")[:200]) or b"x", safe="")


def _plain(fields):
    pairs = [(odd.encoded(name), odd.encoded(one)) for name, some in fields.items() for one in some]
    return urlencode(pairs).encode(), "application/x-www-form-urlencoded"


def _multipart(sent):
    line, parts = b"fuzz-fuzz-fuzz", []
    for name, some in sent.fields.items():
        for one in some:
            parts.append(b'Content-Disposition: form-data; name="%s"\r\n\r\n%s' % (name.encode(), odd.encoded(one)))
    for name, file_name, content in sent.files:
        called = odd.encoded(re.sub(r'["\r\n]', "", file_name))
        parts.append(
            b'Content-Disposition: form-data; name="%s"; filename="%s"\r\nContent-Type: text/html\r\n\r\n%s'
            % (name.encode(), called, content)
        )
    body = b"".join(b"--%s\r\n%s\r\n" % (line, part) for part in parts) + b"--%s--\r\n" % line
    return body, f"multipart/form-data; boundary={line.decode()}"

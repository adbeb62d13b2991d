"""Links that are sent to the address of an account, and what is done by opening them.

Whoever opens an invitation has not signed in, so these are no operations of the record: what happens stands in the log
of accounts.
"""

import datetime

from allauth.account.models import EmailAddress
from django.forms import Form
from django.urls import reverse

from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.notices import operations as notices
from goldenthread.foundation.organisations import account_log, account_queries, account_rules
from goldenthread.foundation.organisations.models import AccountEvent, AccountLink
from goldenthread.foundation.people.models import User
from goldenthread.foundation.writing import new_key

PAGE_OF = {AccountLink.Kind.INVITATION: "invitation", AccountLink.Kind.SECOND_STEP: "count_second_step"}


def path_of(link: AccountLink) -> str:
    """The address of the link's page, to which the e-mail adds the proof (see `notices.private_links`)."""
    return reverse(PAGE_OF[link.kind], kwargs={"key": link.key, "proof": "-"}).removesuffix("-/")


def new_link(*, user: User, kind: str, now: datetime.datetime) -> AccountLink:
    """A new link, in the place of those of its kind that were sent before."""
    end_links(user=user, now=now, kind=kind)
    return AccountLink.objects.create(
        key=new_key("link"), user=user, kind=kind, sent_at=now, until=now + AccountLink.VALID[kind]
    )


def end_links(*, user: User, now: datetime.datetime, kind: str = "") -> None:
    """What was sent opens nothing any more."""
    waiting = AccountLink.objects.filter(user=user, used_at=None, ended_at=None)
    (waiting.filter(kind=kind) if kind else waiting).update(ended_at=now)


def open_invitation(*, link: AccountLink, now: datetime.datetime, address: str) -> None:
    """Note that it was opened, the first time."""
    if AccountLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=now):
        account_log.note(now=now, kind=AccountEvent.Kind.INVITATION_OPENED, user=link.user, address=address)


def use_invitation(*, link: AccountLink, form: Form, now: datetime.datetime, address: str) -> None:
    """Keep the first password, which `form` has read. Of two who send it at once one is refused.

    Raises Refused when the link was used, ended or ran out.
    """
    account_rules.link_is_open(link, now)
    account_rules.may_be_invited(link.user)
    if not AccountLink.objects.filter(pk=link.pk, used_at=None, ended_at=None).update(used_at=now):
        account_rules.link_is_open(AccountLink.objects.get(pk=link.pk), now)
    form.save()
    standing = {"primary": True, "verified": True}
    EmailAddress.objects.update_or_create(user=link.user, email=link.user.email, defaults=standing)
    account_log.note(now=now, kind=AccountEvent.Kind.PASSWORD_SET, user=link.user, address=address)


def send_second_step_link(*, user: User, now: datetime.datetime) -> AccountLink:
    """To the address of an account whose second step does not count yet."""
    link = new_link(user=user, kind=AccountLink.Kind.SECOND_STEP, now=now)
    by = System("accounts", now)
    to, path = user.person, path_of(link)
    notices.send(by=by, now=now, to=to, body=None, template="second_step", path=path, private=True, until=link.until)
    return link


def count_second_step(*, link: AccountLink, now: datetime.datetime, address: str) -> None:
    """Its owner opened the link, signed in and with a code: from now on the step counts. Raises Refused."""
    account_rules.link_is_open(link, now)
    account_rules.has_second_step(link.user)
    if AccountLink.objects.filter(pk=link.pk, used_at=None, ended_at=None).update(used_at=now):
        User.objects.filter(pk=link.user_id).update(second_step_counts_from=now)
        account_log.note(now=now, kind=AccountEvent.Kind.SECOND_STEP_COUNTS, user=link.user, address=address)


def second_step_changed(*, user: User, now: datetime.datetime, added: bool = False) -> None:
    """After a step was set up or removed: the first is confirmed by a link; with the last goes what was confirmed.

    What was confirmed of an earlier step, however that went away, counts for no new one.
    """
    steps = account_queries.second_steps(user).count()
    if steps == 0 or (added and steps == 1):
        User.objects.filter(pk=user.pk).update(second_step_counts_from=None)
        user.second_step_counts_from = None
        end_links(user=user, now=now, kind=AccountLink.Kind.SECOND_STEP)
    if steps and user.second_step_counts_from is None and getattr(user, "person", None) is not None:
        send_second_step_link(user=user, now=now)

"""A published report goes to a list by e-mail: one each, with receipts, and never to those who want no more."""

import datetime
import smtplib

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from goldenthread.foundation import clock
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.history.models import Line as HistoryLine
from goldenthread.foundation.notices.models import Message
from goldenthread.foundation.notices.operations import deliver_outbox
from goldenthread.foundation.room import Refused
from goldenthread.front.yearly_report import operations, receipts
from goldenthread.front.yearly_report.models import CopySent, Recipient

PASTED = """Ada Reader; A college; Ada@Example.org
"Ben Reader" <ben@example.org>, A panel
carl@example.org

"""
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def fresh_counts(db):
    cache.clear()


def address(name, **more):
    return reverse(f"yearly_report:{name}", kwargs={"partnership": "west", **more})


def later():
    """After whatever a page has just put in the outbox: pages have the clock's moment, not the cast's."""
    return clock.now() + DAY


def words(answer):
    return answer.content.decode()


@pytest.fixture
def published(ready):
    ready.publish(ready.sign_all(ready.close()))
    ready.fresh()
    ready.version = ready.report.versions.get(state="published")
    return ready


@pytest.fixture
def listed(published):
    lines = receipts.typed_lines(PASTED)
    published.list = operations.add_recipients(body=published.cast.west, lines=lines, **published.given)
    return published


@pytest.fixture
def sent(listed):
    listed.copies = operations.send_copies(
        version=listed.version, recipients=listed.list, text="It is out.", **listed.given
    )
    deliver_outbox(now=listed.cast.now)
    return listed


def link_in(letter):
    """The path of the recipient's own link."""
    (own,) = [line for line in letter.body.splitlines() if "/received/" in line]
    return own.removeprefix("http://localhost:8000")


def states(version):
    return [row.state for row in receipts.rows(version)]


def test_lines_are_read_as_people_paste_them():
    assert receipts.typed_lines(PASTED) == [
        receipts.Line("Ada Reader", "A college", "ada@example.org"),
        receipts.Line("Ben Reader", "A panel", "ben@example.org"),
        receipts.Line("", "", "carl@example.org"),
    ]
    assert receipts.typed_lines("A\tB\tc@example.org") == [receipts.Line("A", "B", "c@example.org")]
    with pytest.raises(Refused, match="Line 2, “Nobody”, has no e-mail address.*Line 3.*more than one"):
        receipts.typed_lines("a@example.org\nNobody\nb@example.org c@example.org")


def test_each_is_sent_one_letter_by_the_queue_and_sees_nobody_else(listed, client):
    listed.cast.sign_in(client)
    page = address("send", key=listed.report.key)
    assert "It is out." not in words(client.get(page))
    answer = client.post(page, {"recipients": [row.pk for row in listed.list], "text": "It is out."})
    assert answer.status_code == 302 and mail.outbox == []  # the request itself sends nothing
    assert states(listed.version) == ["Waiting"] * 3
    assert deliver_outbox(now=later()) == (3, 0)
    assert states(listed.version) == ["Sent"] * 3
    assert sorted(letter.to for letter in mail.outbox) == [
        ["ada@example.org"],
        ["ben@example.org"],
        ["carl@example.org"],
    ]
    for letter in mail.outbox:
        others = {"ada@", "ben@", "carl@", "Ada", "Ben"} - {letter.to[0].partition("@")[0] + "@"}
        assert not any(one in letter.body + str(letter.cc) + str(letter.bcc) for one in others)
        assert "It is out." in letter.body and "sees that it was" in letter.body
        assert receipts.plain_address(listed.report) in letter.body.splitlines()
    assert len({link_in(letter) for letter in mail.outbox}) == 3
    client.post(page, {"recipients": [row.pk for row in listed.list], "text": "Twice."})
    assert deliver_outbox(now=later()) == (0, 0)


def test_neither_the_outbox_nor_the_database_holds_a_link_that_works(listed, client):
    operations.send_copies(version=listed.version, recipients=listed.list, text="x", **listed.given)
    for message in Message.objects.filter(to=None):
        assert message.private_path in message.text
        assert client.get(message.private_path).status_code == 404
    deliver_outbox(now=listed.cast.now)
    assert all(client.get(link_in(letter)).status_code == 200 for letter in mail.outbox)


def test_opening_is_noted_once_and_the_report_is_read_without_the_key(sent, client):
    link = link_in(mail.outbox[0])
    assert client.head(link).status_code == 200 and not CopySent.objects.exclude(opened_at=None).exists()
    before = HistoryLine.objects.count()
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert CopySent.objects.exclude(opened_at=None).count() == 1
    assert HistoryLine.objects.count() == before + 1
    assert sorted(states(sent.version)) == ["Link opened", "Sent", "Sent"]
    assert client.get(receipts.plain_address(sent.report).removeprefix("http://localhost:8000")).status_code == 200
    assert CopySent.objects.exclude(opened_at=None).count() == 1


def test_receipt_is_confirmed_by_a_press_without_signing_in_once(sent, client):
    link = link_in(mail.outbox[0])
    assert "We have received this" in words(client.get(link))
    assert client.post(link, {"say": "received"}, follow=True).status_code == 200
    page = words(client.post(link, {"say": "received"}, follow=True))
    assert "is noted already" in page and "We have received this" not in page
    assert HistoryLine.objects.filter(verb="report.copy_received").count() == 1
    assert "Received" in states(sent.version)


def test_a_stranger_learns_nothing_and_is_held_up(sent, client):
    link = link_in(mail.outbox[0])
    whole = link.rstrip("/").rsplit("/", 2)
    other = link_in(mail.outbox[1]).rstrip("/").rsplit("/", 1)[1]
    wrong = [f"{whole[0]}/{whole[1]}/{other}/", f"{whole[0]}/{'0' * 32}/{whole[2]}/", link.replace("/west/", "/east/")]
    for one in wrong:
        assert client.get(one).status_code == 404
        assert client.post(one, {"say": "received"}).status_code == 404
    assert not CopySent.objects.exclude(received_on=None).exists()
    answers = [client.post(wrong[1], {"say": "stop"}).status_code for _ in range(60)]
    assert answers[-1] == 429 and client.get(link).status_code == 429


def test_who_wants_no_more_is_never_written_to_again(sent, client):
    link = link_in(mail.outbox[0])
    (who,) = mail.outbox[0].to
    client.post(link, {"say": "stop"})
    row = Recipient.objects.get(address=who)
    assert row.stopped_at is not None and row not in receipts.not_sent(sent.version)
    with pytest.raises(Refused, match="is noted already"):
        operations.stop_mail(by=System("x", sent.cast.now), now=sent.cast.now, recipient=row)
    operations.send_again(version=sent.version, text="Once more.", **sent.given)
    operations.remove_recipient(recipient=row, **sent.given)
    (again,) = operations.add_recipients(body=sent.cast.west, lines=[receipts.Line("New", "Name", who)], **sent.given)
    assert again.pk == row.pk and again.stopped_at is not None
    mail.outbox.clear()
    deliver_outbox(now=sent.cast.now)
    assert [who] not in [letter.to for letter in mail.outbox] and len(mail.outbox) == 2
    with pytest.raises(Refused):
        operations.send_copies(version=sent.version, recipients=[again], text="x", **sent.given)
    sent.cast.sign_in(client)
    assert "Wants no e-mails" in words(client.get(address("recipients")))


def test_what_still_waits_is_taken_back_when_somebody_wants_no_more(listed):
    operations.send_copies(version=listed.version, recipients=listed.list, text="x", **listed.given)
    operations.stop_mail(by=System("x", listed.cast.now), now=listed.cast.now, recipient=listed.list[0])
    assert deliver_outbox(now=listed.cast.now) == (2, 0)
    assert "Not sent" in states(listed.version)


def test_another_partnership_may_write_to_them_and_sees_nothing_of_the_list(sent, client):
    cast = sent.cast
    operations.stop_mail(by=System("x", cast.now), now=cast.now, recipient=sent.list[0])
    given = {"by": cast.viewer("east_manager", partnership=cast.east), "now": cast.now}
    line = receipts.Line("Ada", "", sent.list[0].address)
    (row,) = operations.add_recipients(body=cast.east, lines=[line], **given)
    assert row.stopped_at is None and list(receipts.on_the_list(cast.east)) == [row]
    cast.sign_in(client, "east_manager")
    for name, more in (("recipients", {}), ("change_recipient", {"pk": sent.list[0].pk})):
        assert client.get(address(name, **more)).status_code == 404
    page = reverse("yearly_report:change_recipient", kwargs={"partnership": "east", "pk": sent.list[0].pk})
    assert client.get(page).status_code == 404


def refuse(code, error):
    def send(message, *args, **options):
        raise smtplib.SMTPRecipientsRefused({message.to[0]: (code, error)})

    return send


def test_a_refusal_is_shown_not_tried_again_and_can_be_sent_again(listed, client, monkeypatch):
    operations.send_copies(version=listed.version, recipients=listed.list[:1], text="x", **listed.given)
    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", refuse(550, b"No such user"))
        assert deliver_outbox(now=listed.cast.now) == (0, 1)
        assert deliver_outbox(now=listed.cast.now + DAY) == (0, 0)
    (row,) = receipts.rows(listed.version)
    assert row.state == "Refused" and "No such user" in row.why
    listed.cast.sign_in(client)
    assert "No such user" in words(client.get(address("copies", key=listed.report.key)))
    operations.send_again(version=listed.version, text="Again.", **listed.given)
    assert deliver_outbox(now=listed.cast.now + DAY) == (1, 0)


def test_a_server_that_is_busy_is_tried_again(listed, monkeypatch):
    operations.send_copies(version=listed.version, recipients=listed.list[:1], text="x", **listed.given)
    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", refuse(451, b"Later"))
        assert deliver_outbox(now=listed.cast.now) == (0, 1)
    assert states(listed.version) == ["Waiting"]
    assert deliver_outbox(now=listed.cast.now + DAY) == (1, 0)


def test_only_those_who_neither_opened_nor_confirmed_are_sent_it_again(sent, client):
    client.get(link_in(mail.outbox[0]))
    copy = CopySent.objects.get(to="Ben Reader, A panel") if "ben" not in mail.outbox[0].to[0] else None
    copy = copy or CopySent.objects.get(to="Ada Reader, A college")
    operations.note_receipt(copy=copy, on=copy.on, how="A letter", **sent.given)
    first = len(mail.outbox)
    sent.cast.sign_in(client)
    page = address("again", key=sent.report.key)
    assert "1 person is sent" in words(client.get(page))
    assert client.post(page, {"text": "Once more."}).status_code == 302
    assert client.get(page).status_code == 302  # it waits: nobody is left
    deliver_outbox(now=later())
    assert len(mail.outbox) == first + 1
    assert client.get(link_in(mail.outbox[-1])).status_code == 200  # the same link works


def test_only_a_published_version_is_sent(ready):
    version = ready.sign_all(ready.close())
    (row,) = operations.add_recipients(body=ready.cast.west, lines=receipts.typed_lines("a@example.org"), **ready.given)
    with pytest.raises(Refused, match="Only a published version"):
        operations.send_copies(version=version, recipients=[row], text="x", **ready.given)
    assert not Message.objects.filter(to=None).exists()


@pytest.mark.parametrize("who", ["lay_member", "agency_lead", "lead_partner", "scrutineer", "east_manager"])
def test_nobody_but_the_unit_keeps_or_sends(listed, who):
    by = {"by": listed.cast.viewer(who), "now": listed.cast.now}
    with pytest.raises(Refused):
        operations.send_copies(version=listed.version, recipients=listed.list, text="x", **by)
    with pytest.raises(Refused):
        operations.add_recipients(body=listed.cast.west, lines=receipts.typed_lines("z@example.org"), **by)
    with pytest.raises(Refused):
        operations.remove_recipient(recipient=listed.list[0], **by)


def test_copies_that_the_guidance_asks_for_are_ticked_by_receipts(sent, client):
    row = sent.list[0]
    operations.change_recipient(
        recipient=row, version=1, name="", organisation="Panel", address=row.address, asked="panel", **sent.given
    )
    operations.log_copy(
        version=sent.version,
        to="DfE",
        how="A letter",
        on=sent.cast.now.date(),
        asked="secretary_of_state",
        **sent.given,
    )
    standing = {one.label.split()[0]: one for one in receipts.asked_for(sent.version)}
    assert [one.met for one in standing.values()] == [False] * 3
    assert standing["Secretary"].copy is not None and standing["Child"].copy is not None
    operations.note_receipt(copy=standing["Secretary"].copy, on=sent.cast.now.date(), how="Letter", **sent.given)
    assert [one.met for one in receipts.asked_for(sent.version)] == [False, False, True]
    sent.cast.sign_in(client)
    for page in (address("copies", key=sent.report.key), address("checklist", key=sent.report.key)):
        assert "Copies that the guidance asks for" in words(client.get(page))


def test_receipts_are_taken_as_csv(sent, client):
    client.get(link_in(mail.outbox[0]))
    sent.cast.sign_in(client)
    lines = client.get(address("copies_as_csv", key=sent.report.key)).content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("To,Address,Sent on") and len(lines) == 4
    assert any("ada@example.org" in line for line in lines) and sum("Link opened" in line for line in lines[1:]) == 1


def test_a_letter_has_no_picture_and_says_what_is_noted(sent):
    for letter in mail.outbox:
        assert letter.content_subtype == "plain" and not letter.attachments and not getattr(letter, "alternatives", [])
        assert "When it is opened" in letter.body and "no more such e-mails" in letter.body

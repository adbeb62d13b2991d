"""Copies of a published report: to whom it went, the list of recipients, and what came back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.drafts.form_view import add, change
from goldenthread.foundation.papers import sheet
from goldenthread.front.yearly_report import forms, operations, queries, receipts
from goldenthread.front.yearly_report.views.loading import address, given, own_report

ANY = ["GET", "POST"]


def _list(partnership):
    return reverse("yearly_report:recipients", kwargs={"partnership": partnership})


@needs("report.send")
@require_http_methods(ANY)
def copies(request, partnership, key):
    """What is asked, what went to whom and what came back; and a form for a copy that went otherwise."""
    found = own_report(request, key)
    version = queries.published_version(found)
    if version is None:
        return redirect(address(request, "report", key))
    return add(
        request,
        forms.CopyForm,
        operations.log_copy,
        given={"version": version},
        to=lambda copy: address(request, "copies", key),
        question="Copies that were sent",
        back=address(request, "report", key),
        submit="Log this copy",
        template="yearly_report/copies.html",
        report=found,
        rows=receipts.rows(version),
        asked_for=receipts.asked_for(version),
        to_send=receipts.not_sent(version).count(),
        unopened=receipts.unopened(version).count(),
    )


@needs("report.send")
@require_http_methods(ANY)
def send(request, partnership, key):
    """One e-mail to each who is chosen, put in the outbox."""
    found = own_report(request, key)
    version = queries.published_version(found)
    to = receipts.not_sent(version) if version else None
    if version is None or not to.exists():
        return redirect(address(request, "copies", key))
    return add(
        request,
        forms.SendForm,
        operations.send_copies,
        given={"version": version},
        form_given={"to": to},
        initial={"text": receipts.usual_text(found), "recipients": list(to)},
        question="Send the report",
        back=address(request, "copies", key),
        submit="Send it to them",
        said="The e-mails are on their way. This page shows what becomes of each.",
        intro="Each is sent one e-mail with a link of their own and sees nobody else. It tells them that opening the "
        "link is noted.",
    )


@needs("report.send")
@require_http_methods(ANY)
def again(request, partnership, key):
    """One more e-mail to those who did not open it."""
    found = own_report(request, key)
    version = queries.published_version(found)
    number = receipts.unopened(version).count() if version else 0
    if not number:
        return redirect(address(request, "copies", key))
    return add(
        request,
        forms.MailForm,
        operations.send_again,
        given={"version": version},
        initial={"text": f"You may have missed this. {receipts.usual_text(found)}"},
        question="Send it again to those who did not open it",
        back=address(request, "copies", key),
        submit="Send it again",
        said="The e-mails are on their way.",
        intro="1 person is sent one more e-mail." if number == 1 else f"{number} people are sent one more e-mail.",
    )


@needs("report.send")
@require_http_methods(ANY)
def note_receipt(request, partnership, key, pk):
    """A receipt that came otherwise, for instance by letter."""
    found = own_report(request, key)
    version = queries.published_version(found)
    copy = get_object_or_404(receipts.copies(version), pk=pk) if version else None
    if copy is None or copy.received_on:
        return redirect(address(request, "copies", key))
    return add(
        request,
        forms.ReceiptForm,
        operations.note_receipt,
        given={"copy": copy},
        question=f"Note that it was received: {copy.to}",
        back=address(request, "copies", key),
        submit="Note it",
        said="Noted.",
    )


@needs("report.send")
@require_safe
def copies_as_csv(request, partnership, key):
    found = own_report(request, key)
    version = queries.published_version(found)
    if version is None:
        return redirect(address(request, "report", key))
    body = sheet.csv_bytes(receipts.COLUMNS, receipts.as_table(version))
    name = f"{found.body.key}-{found.key}-copies.csv"
    headers = {"Content-Disposition": content_disposition_header(True, name), "Cache-Control": "private, no-store"}
    return HttpResponse(body, content_type=sheet.CSV_TYPE, headers=headers)


@needs("report.send")
@require_safe
def recipients(request, partnership):
    return render(request, "yearly_report/recipients.html", {"rows": receipts.on_the_list(request.partnership)})


@needs("report.send")
@require_http_methods(ANY)
def add_recipients(request, partnership):
    def put_on(lines, **more):
        return operations.add_recipients(lines=receipts.typed_lines(lines), **more)

    return add(
        request,
        forms.RecipientsForm,
        put_on,
        given={"body": request.partnership},
        question="Add recipients",
        back=_list(partnership),
        submit="Add them",
        said="They are on the list. Nobody was sent anything yet.",
    )


@needs("report.send")
@require_http_methods(ANY)
def change_recipient(request, partnership, pk):
    row = get_object_or_404(receipts.on_the_list(request.partnership), pk=pk)
    return change(
        request,
        forms.RecipientForm,
        operations.change_recipient,
        row,
        question="Change a recipient",
        back=_list(partnership),
    )


@needs("report.send")
@require_POST
def remove_recipient(request, partnership, pk):
    row = get_object_or_404(receipts.on_the_list(request.partnership), pk=pk)
    operations.remove_recipient(recipient=row, **given(request))
    messages.success(request, f"{row} is taken off the list.")
    return redirect(_list(partnership))

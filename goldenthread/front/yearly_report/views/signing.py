"""Closing, signing, publishing, correcting."""

from functools import cache

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.documents.storing import Damaged
from goldenthread.foundation.drafts.form_view import add, change, form_view, posted
from goldenthread.foundation.papers import colours, html
from goldenthread.foundation.people.models import Membership, Seat
from goldenthread.front.yearly_report import closing, forms, operations, queries, rules, word_template
from goldenthread.front.yearly_report.rendering import links, paper_in, render_all, summary_in
from goldenthread.front.yearly_report.signed_before import since_signed
from goldenthread.front.yearly_report.views.files import not_as_published, signed_text
from goldenthread.front.yearly_report.views.loading import address, given, own_report

ANY = ["GET", "POST"]
WHAT_IT_CORRECTS = {
    "label": "What is wrong, and what will change?",
    "hint": "Readers will see this at the top of the next version.",
}


@needs("report.close")
@require_http_methods(ANY)
def close(request, partnership, key):
    found = own_report(request, key)
    state = cache(lambda: queries.state_of(found, request.now))  # asked when the page is shown; not when it is closed
    form = forms.CloseForm(posted(request), version=found.version)
    if not form.is_bound:  # asked before the button is pressed, too
        form.ask(rules.asked_before_closing(found, request.now))

    def do(values, version):
        base = request.build_absolute_uri("/").rstrip("/")

        def attempt():
            prepared = closing.prepare(found, request.now, base)
            operations.close_for_signature(report=found, version=version, prepared=prepared, **values, **given(request))

        closing.until_nothing_changes(attempt)

    more = {
        "report": found,
        "problems": lambda: state()[1],
        "sections": lambda: [part for part in state()[0] if not part.empty],
        "partners": rules.statutory_on(found.body, request.viewer.today),
    }
    return form_view(
        request,
        form,
        do,
        question="Close for signature",
        back=address(request, "report", key),
        submit="Close for signature",
        said="The text is closed. Its partners can sign it now.",
        of=("report", found.ref),
        template="yearly_report/close.html",
        **more,
    )


@needs("report.close")
@require_http_methods(ANY)
def open_again(request, partnership, key):
    found = own_report(request, key)
    return change(
        request,
        forms.ReasonForm,
        operations.open_again,
        found,
        form_given={"label": "Why is the text opened again?", "hint": "Partners who have signed will read it."},
        said="",
        question="Open the text for changes",
        back=address(request, "report", key),
        submit="Open it",
        intro="Every signature on the closed text will stop counting.",
    )


def _memberships_to_sign(request):
    statutory = [code for code, role in roles().items() if role.statutory]
    rows = Seat.objects.on(request.viewer.today).filter(
        person_id=request.viewer.person_id, membership__partnership=request.partnership, role__in=statutory
    )
    return Membership.objects.filter(pk__in=rows.values("membership_id")).select_related("agency")


@needs("report.sign")
@require_http_methods(ANY)
def sign(request, partnership, key):
    """The year in ten lines, what changed since before, the text exactly as it will be published, and one question."""
    found = own_report(request, key)
    version = queries.current_version(found)
    if version is None:
        messages.error(request, "No text of this report waits for signatures now, so no answer was taken.")
        return redirect(address(request, "report", key))
    answered = set(version.signatures.values_list("membership_id", flat=True))
    required = set(version.required.values_list("membership_id", flat=True))
    mine = [row for row in _memberships_to_sign(request) if row.pk in required - answered]
    membership = mine[0] if mine else None
    try:
        paper = paper_in(signed_text(version))
        since = since_signed(version, membership, signed_text)
    except Damaged as damaged:
        return not_as_published(request, found, damaged)
    initial = {"digest": version.digest, "membership": membership.pk if membership else ""}
    form = forms.SignForm(request.POST or None, initial=initial)

    def do(values, number):
        membership = get_object_or_404(Membership, pk=values["membership"], partnership=request.partnership)
        common = {"version": version, "membership": membership, "digest": values["digest"], **given(request)}
        if values["answer"] == "sign":
            operations.sign(**common)
        else:
            operations.object_to(reason=values["reason"], **common)

    leads = links(found.body.key)
    more = {
        "report": found,
        "version": version,
        "membership": membership,
        "since": since,
        "summary": html.fragment(summary, leads) if (summary := summary_in(paper)) else "",
        "body": html.write(paper, leads),
        "colours": mark_safe(colours.css(paper.meta.colours)),
    }
    return form_view(
        request,
        form,
        do,
        question=f"{'Sign' if membership else 'Read'} {found.title}",
        back=address(request, "report", key),
        submit="Give this answer",
        said="Your answer is recorded.",
        template="yearly_report/sign.html",
        **more,
    )


@needs("report.publish")
@require_http_methods(ANY)
def publish(request, partnership, key):
    """What will be published, to whom, and what cannot be undone: page, PDF and Word as they were made at closing."""
    found = own_report(request, key)
    version = queries.current_version(found)
    if version is None:
        return redirect(address(request, "report", key))
    form = forms.ConfirmForm(request.POST or None)

    def do(values, number):
        files, used = None, None
        if not version.renderings.exists():  # made before the operation, so that no write waits for the printing
            used = word_template.in_use(found.body)
            base = request.build_absolute_uri("/").rstrip("/")
            made = render_all(paper_in(version.text), found.body.key, base, used.content if used else None)
            files = closing.stored(made)
        operations.publish(version=version, files=files, template=used.sha256 if used else "", **given(request))

    return form_view(
        request,
        form,
        do,
        question="Publish this report",
        back=address(request, "report", key),
        submit="Publish",
        said="The report is published. Log the copies that you send.",
        template="yearly_report/publish.html",
        report=found,
        version=version,
    )


@needs("report.close")
@require_http_methods(ANY)
def correct(request, partnership, key):
    found = own_report(request, key)
    return change(
        request,
        forms.ReasonForm,
        operations.begin_correction,
        found,
        form_given=WHAT_IT_CORRECTS,
        said="",
        question="Correct the published report",
        back=address(request, "report", key),
        submit="Begin the correction",
        intro="The published text stays until the corrected one is signed by every partner and published.",
    )


@needs("report.close")
@require_http_methods(ANY)
def reason(request, partnership, key):
    """What a correction corrects, said better while it is being written."""
    found = own_report(request, key)
    if not found.being_corrected:
        raise Http404
    return change(
        request,
        forms.ReasonForm,
        operations.change_reason,
        found,
        initial={"reason": found.why},
        form_given=WHAT_IT_CORRECTS,
        question="What this version corrects",
        back=address(request, "report", key),
        called={"why": "reason"},
    )


@needs("report.publish")
@require_http_methods(ANY)
def withhold(request, partnership, key, number):
    found = own_report(request, key)
    version = get_object_or_404(found.versions, number=number)
    return add(
        request,
        forms.ReasonForm,
        operations.withhold,
        given={"version": version},
        form_given={"label": "Why is this text withheld?"},
        question=f"Withhold version {number}",
        back=address(request, "report", key),
        submit="Withhold it",
        intro="Its words, PDF and Word document are removed for good. Its hashes and signatures stay, so that what "
        "was signed can still be proved.",
    )

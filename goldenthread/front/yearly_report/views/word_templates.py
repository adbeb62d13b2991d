"""The Word template of a partnership: what was found in it, a trial print, its versions."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.documents.storing import Damaged, clean_name, keep, read_whole
from goldenthread.foundation.drafts.form_view import form_view, posted
from goldenthread.foundation.papers import trial, word
from goldenthread.foundation.papers.blocks import Colours
from goldenthread.foundation.papers.word.template import cleaning
from goldenthread.foundation.papers.word.template.places import MARK, WORDS
from goldenthread.foundation.room import Refused
from goldenthread.front.yearly_report import forms, operations, word_template
from goldenthread.front.yearly_report.views.files import TYPES, as_file
from goldenthread.front.yearly_report.views.loading import given

CALLED = {**{name: name for name in WORDS}, "issuer": "partnership"}


def _page(partnership):
    return reverse("yearly_report:word_template", kwargs={"partnership": partnership})


@needs("report.write")
@require_safe
def page(request, partnership):
    """What is in use and what was found in it, and the versions before."""
    rows = list(word_template.all_of(request.viewer))
    current = next((row for row in rows if row.ended_at is None), None)
    drawn = word_template.drawn_with(rows)
    found = word_template.found_in(current) if current else None
    shown = {
        "current": current,
        "found": found,
        "places": [f"[{CALLED[name]}]" for name in found.places] if found else [],
        "versions": [(row, drawn.get(row.sha256, [])) for row in rows],
        "mark": MARK,
        "words": [f"[{CALLED[name]}]" for name in ("issuer", "title", "subtitle", "period", "status")],
    }
    return render(request, "yearly_report/word_template.html", shown)


@needs("report.write")
@require_http_methods(["GET", "POST"])
def add(request, partnership):
    form = forms.WordTemplateForm(posted(request), request.FILES or None)

    def do(values, version):
        file = values["file"]
        if file.size > cleaning.MOST_BYTES:
            raise Refused(cleaning.TOO_LARGE, "file")
        made = cleaning.cleaned(file.read())
        _draw(request, made.content)
        operations.add_word_template(
            body=request.partnership,
            stored=keep(made.content),
            file_name=_named(file.name),
            left_out=made.left_out,
            **given(request),
        )

    return form_view(
        request,
        form,
        do,
        question="Upload a Word template",
        back=_page(partnership),
        submit="Use this template",
        said="The template is in use. Look at what was found in it, and at a trial print.",
        intro="Reports are drawn in its styles, headers, footers and page set-up from now on. What was closed for "
        "signature or published keeps the files that it has.",
    )


def _named(name: str) -> str:
    """What it is called when it is downloaded: a document, whatever it was."""
    return clean_name(name).removesuffix(".dotx").removesuffix(".docx")[:190] + ".docx"


def _draw(request, content: bytes) -> bytes:
    """A trial print. Raises Refused where nothing can be drawn in the file."""
    body = request.partnership
    paper = trial.paper(body.name, Colours(brand=body.colour) if body.colour else Colours())
    try:
        return word.write(paper, template=content)
    except Exception as fault:
        raise Refused(
            "No report can be drawn in this file. Open it in Word, save it again as .docx and upload that. The program "
            f"that draws says: {str(fault)[:200]}",
            "file",
        ) from fault


@needs("report.write")
@require_safe
def trial_print(request, partnership):
    """The made-up example, drawn with the template in use."""
    try:
        used = word_template.in_use(request.partnership)
        if used is None:
            raise Http404
        return as_file(_draw(request, used.content), "docx", f"{partnership}-trial-print")
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect(_page(partnership))


@needs("report.write")
@require_safe
def download(request, partnership, number):
    """One version of the template, as it was kept."""
    row = get_object_or_404(word_template.all_of(request.viewer), number=number)
    try:
        content = read_whole(row.sha256)
    except Damaged as damaged:
        messages.error(request, f"It cannot be given out: {damaged}.")
        return redirect(_page(partnership))
    answer = FileResponse([content], as_attachment=True, filename=row.file_name, content_type=TYPES["docx"])
    answer["Cache-Control"] = "private, no-store"
    return answer


@needs("report.write")
@require_POST
def remove(request, partnership):
    row = get_object_or_404(word_template.all_of(request.viewer), ended_at=None)
    operations.remove_word_template(template=row, **given(request))
    messages.success(request, "The template is taken out. Reports are drawn in the house’s own form.")
    return redirect(_page(partnership))

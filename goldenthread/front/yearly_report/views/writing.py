"""Writing the report."""

import textwrap

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.foundation import room
from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.documents.storing import Damaged
from goldenthread.foundation.drafts.form_view import add, change, form_view
from goldenthread.foundation.organisations.queries import periods_of
from goldenthread.foundation.papers import colours, html
from goldenthread.foundation.papers.text import pieces_of
from goldenthread.foundation.room import Refused
from goldenthread.foundation.ui import posted
from goldenthread.front.yearly_report import forms, operations, queries, receipts, rules, word_template, writing_page
from goldenthread.front.yearly_report.assembly import assemble, chapter_of, paper_of, section_of, sections_of
from goldenthread.front.yearly_report.candidates import is_one, kinds_of, public_of_period, that_fill
from goldenthread.front.yearly_report.checklist import FOCUS, name_of, text_of
from goldenthread.front.yearly_report.models import Comment
from goldenthread.front.yearly_report.paragraphs import pieces
from goldenthread.front.yearly_report.printed import form_of
from goldenthread.front.yearly_report.rendering import links, paper_in
from goldenthread.front.yearly_report.signed_before import since_last
from goldenthread.front.yearly_report.views.files import TYPES, as_file, kept_form, not_as_published, picture_asked_for
from goldenthread.front.yearly_report.views.loading import address, given, own_report

ANY = ["GET", "POST"]


def _section(request, key, chapter):
    found = own_report(request, key)
    section = section_of(found, chapter)
    if section is None:
        raise Http404
    return section


@needs("report.write")
@require_http_methods(ANY)
def begin(request, partnership):
    taken = queries.reports_of(request.viewer, request.partnership).values_list("period_id", flat=True)
    periods = periods_of(request.viewer).exclude(pk__in=[pk for pk in taken if pk])
    return add(
        request,
        forms.BeginForm,
        operations.begin_report,
        given={"body": request.partnership},
        form_given={"periods": periods},
        to=lambda made: address(request, "report", made.key),
        question="Begin a yearly report",
        back=f"/{partnership}/report/",
        submit="Begin this report",
        intro="It assembles itself from the record of the period. You write around it.",
        said="The report has begun. These are its chapters.",
    )


def _paper_now(request, report, version):
    """The closed text if there is one, else the report as the public would read it today."""
    if version:
        return paper_in(version.text)
    if report.kind != report.Kind.YEARLY:
        raise Http404
    return paper_of(
        report, assemble(report, request.now), status="Draft", date=request.viewer.today, what_changed=report.why
    )


@needs("report.read")
@require_safe
def preview_file(request, partnership, key, kind):
    """PDF or Word, before anybody signs: of the draft as it stands, or of the closed text as it will be published."""
    found = own_report(request, key)
    if kind not in TYPES:
        raise Http404
    version = queries.current_version(found)
    try:
        if version and version.renderings.exists():
            content = kept_form(version, kind)
        else:
            base = request.build_absolute_uri("/").rstrip("/")
            paper, used = _paper_now(request, found, version), word_template.in_use(found.body)
            content = form_of(paper, kind, found.body.key, base, used)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect(address(request, "report", key))
    except Damaged as damaged:
        return not_as_published(request, found, damaged)
    name = f"version-{version.number}" if version else "draft"
    return as_file(content, kind, f"{found.body.key}-{found.key}-{name}")


@needs("report.read")
@require_safe
def preview(request, partnership, key):
    """The whole report as the public would read it today, or the closed text if there is one."""
    found = own_report(request, key)
    version = queries.current_version(found)
    paper = _paper_now(request, found, version)
    if "picture" in request.GET:
        return picture_asked_for(request, paper)
    page = {
        "report": found,
        "version": version,
        "body": html.write(paper, links(found.body.key, found.key), taken=True),
        "preview": True,
        "since": since_last(found, paper, version, lambda row: row.text),
        "colours": mark_safe(colours.css(paper.meta.colours)),
    }
    return render(request, "yearly_report/read.html", page)


@needs("report.read")
@require_safe
def checklist(request, partnership, key):
    found = own_report(request, key)
    items = queries.examine(found, request.now).items if found.period_id else []
    page = {
        "report": found,
        "items": items,
        "edition": name_of(found.edition),
        "focus": FOCUS.get(found.edition),
        "met": sum(item.met for item in items),
        "may_write": can(request.viewer, "report.write"),
        "asked_for": receipts.asked_for(queries.published_version(found)),
    }
    return render(request, "yearly_report/checklist.html", page)


@needs("report.write")
@require_http_methods(ANY)
def mark(request, partnership, key, number):
    """Mark the paragraph that meets an item."""
    found = own_report(request, key)
    where = {}
    for section in found.sections.filter(left_out=False):
        for piece in pieces(section.text):
            where[f"{section.chapter}:{piece.digest}"] = (section, piece)
    choices = [(code, f"{section.title}: {_short(piece)}") for code, (section, piece) in where.items()]
    form = forms.MarkForm(request.POST or None, choices=choices)

    def do(values, version):
        section, piece = where[values["paragraph"]]
        operations.answer_item(report=found, number=number, section=section, paragraph=piece.digest, **given(request))

    intro = (
        text_of(number)
        if choices
        else f"{text_of(number)} Nothing has been written yet. Write a paragraph first, then mark it here."
    )
    return form_view(
        request,
        form,
        do,
        question=f"What meets item {number}?",
        back=address(request, "checklist", key),
        submit="Mark this paragraph",
        intro=intro,
    )


def _short(piece):
    """The paragraph as it reads, cut at a word; its `words` are what its digest is made of, and not for reading."""
    return textwrap.shorten(" ".join(pieces_of((piece.block,))), 140, placeholder=" …")


@needs("report.write")
@require_http_methods(ANY)
def not_applicable(request, partnership, key, number):
    found = own_report(request, key)
    return add(
        request,
        forms.NotApplicableForm,
        operations.answer_item,
        given={"report": found, "number": number},
        question=f"Item {number} does not apply",
        back=address(request, "checklist", key),
        intro=text_of(number),
    )


@needs("report.write")
@require_http_methods(ANY)
def add_chapter(request, partnership, key):
    """A chapter that only this report has, after one that stands; `?item=` names what of the checklist it is for."""
    found = own_report(request, key)
    asked = text_of(posted.word(request.GET, "item"))
    return add(
        request,
        forms.AddChapterForm,
        operations.add_section,
        given={"report": found},
        form_given={"sections": sections_of(found)},
        to=lambda made: address(request, "write", key, chapter=made.chapter),
        question="Add a chapter",
        back=address(request, "report", key),
        submit="Add this chapter",
        intro=f"{asked} Write it here, then mark on the checklist the paragraph that meets this."
        if asked
        else "People write it; no record fills it by itself. It can be left out again, with a reason.",
    )


@needs("report.read")
@require_safe
def section(request, partnership, key, chapter):
    found = _section(request, key, chapter)
    nouns = [room.noun(kind.noun) for kind in kinds_of(found)]
    labels = {noun.code: noun.plural or noun.label for noun in nouns}
    form = forms.RecordsForm(request.GET, kinds=[(code, label.capitalize()) for code, label in labels.items()])
    shown = next((noun for noun in nouns if noun.code == form.asked.noun), nouns[0])
    page = writing_page.of_section(request.viewer, found, form.asked, request.GET.get("page"))
    page |= {
        "form": form,
        "kind": f"{shown.label},{labels[shown.code]}",
        "asked": form.asked,
        "clear": request.path,
        "shown": request.GET.urlencode(),
    }
    return render(request, "yearly_report/section.html", page)


@needs("report.write")
@require_http_methods(ANY)
def leave_out(request, partnership, key, chapter):
    found = _section(request, key, chapter)
    return change(
        request,
        forms.LeaveOutForm,
        operations.leave_out,
        found,
        name="section",
        question=f"Leave out “{found.title}”",
        back=address(request, "section", key, chapter=chapter),
        of=("report", found.report.ref),
        submit="Leave it out",
        intro="Nothing is deleted: the chapter can be taken in again.",
        said="The chapter is left out.",
    )


@needs("report.write")
@require_POST
def take_in(request, partnership, key, chapter):
    """A chapter that was left out is in the report again, as it was."""
    found = _section(request, key, chapter)
    try:
        operations.take_in(section=found, version=found.version, **given(request))
        messages.success(request, "The chapter is in the report again.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect(address(request, "section", key, chapter=chapter))


@needs("report.read")
@require_http_methods(ANY)
def write(request, partnership, key, chapter):
    found = _section(request, key, chapter)
    rules.may_write_in(found, request.viewer)  # told before they type
    back = address(request, "section", key, chapter=chapter)
    linkable, whole = public_of_period(request.viewer, found, frozenset())
    more = {"section": found, "candidates": linkable, "whole": whole, "all_records": back}
    return change(
        request,
        forms.SectionForm,
        operations.write_section,
        found,
        name="section",
        question=f"Write: {found.title}",
        back=back,
        of=("report", found.report.ref),
        template="yearly_report/write.html",
        **more,
    )


@needs("report.read")
@require_http_methods(ANY)
def word(request, partnership, key, chapter, paragraph):
    """A named person stands behind one paragraph."""
    found = _section(request, key, chapter)
    rules.may_write_in(found, request.viewer)
    piece = next((p for p in pieces(found.text) if p.digest == paragraph), None)
    if piece is None:
        raise Http404
    return add(
        request,
        forms.WordForm,
        operations.stand_behind,
        given={"section": found},
        initial={"paragraph": paragraph},
        question="Whose word is this?",
        back=address(request, "section", key, chapter=chapter),
        intro=f"“{piece.words}”",
        submit="Put this name behind it",
    )


@needs("report.comment")
@require_http_methods(ANY)
def comment(request, partnership, key, chapter):
    found = _section(request, key, chapter)
    return add(
        request,
        forms.CommentForm,
        operations.comment,
        given={"section": found},
        question=f"Comment on {found.title}",
        back=address(request, "section", key, chapter=chapter),
        submit="Add this comment",
    )


@needs("report.write")
@require_POST
def settle(request, partnership, key, pk):
    found = own_report(request, key)
    row = get_object_or_404(Comment, pk=pk, section__report=found)
    operations.settle_comment(comment=row, **given(request))
    return redirect(address(request, "section", key, chapter=row.section.chapter))


@needs("report.read")
@require_POST
def choose(request, partnership, key, chapter):
    """Put a record in, leave it out, or let the chapter decide again: one action each."""
    found = _section(request, key, chapter)
    what = {"noun": posted.word(request.POST, "noun"), "key": posted.word(request.POST, "ref")}
    if what["noun"] not in {noun.code for noun in room.offered("nouns")}:
        raise Http404
    try:
        rules.may_be_chosen(chapter_of(found.chapter), found.title, what["noun"])
        if not is_one(request.viewer, found, what["noun"], what["key"]):
            raise Http404
        if request.POST.get("answer") == "again":
            operations.unchoose(section=found, **what, **given(request))
        else:
            operations.choose(section=found, put_in=request.POST.get("answer") == "in", **what, **given(request))
    except Refused as refused:
        messages.error(request, refused.sentence)

    shown = QueryDict(posted.word(request.POST, "shown")).urlencode()  # the page of the list on which it stood
    return redirect(address(request, "section", key, chapter=chapter) + (f"?{shown}" if shown else ""))


@needs("report.write")
@require_POST
def put_in_all(request, partnership, key, chapter):
    """The newest records before the period, of every place of which the period itself holds nothing."""
    found = _section(request, key, chapter)
    try:
        operations.put_in_all(section=found, records=that_fill(request.viewer, found), **given(request))
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect(address(request, "section", key, chapter=chapter))

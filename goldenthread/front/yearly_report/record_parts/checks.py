"""What must hold in a report of the record file: between fields, and between things."""

import datetime
import json

from django.apps import apps

from goldenthread.foundation.organisations.record_parts import member_agencies
from goldenthread.foundation.papers.blocks import Paper, PaperError, from_data
from goldenthread.foundation.people.models import Body, ReportingPeriod
from goldenthread.foundation.room import Refused, noun, offered
from goldenthread.front.yearly_report import rules
from goldenthread.front.yearly_report.assembly import chapter_of
from goldenthread.front.yearly_report.checklist import edition_on
from goldenthread.front.yearly_report.models import Rendering, Report, Signature
from goldenthread.front.yearly_report.states import ReportState, VersionState

# Between fields: function(values) -> [(field, sentence)]


def answer(values):
    marks = ("chapter", "paragraph")
    if "not_applicable" in values:
        found = [
            (name, "An item that does not apply is met by no paragraph. Take this out.")
            for name in marks
            if name in values
        ]
        return (
            found
            if "name" in values
            else [*found, ("name", "An item does not apply because somebody says so: expected who.")]
        )
    return [
        (name, "Expected the chapter and the paragraph that meet the item; or not_applicable and name.")
        for name in marks
        if name not in values
    ]


def section(values):
    if ("left_out" in values) != ("left_out_why" in values):
        return [("left_out_why", "A chapter that is left out says why, and only such a one. Write both, or neither.")]
    code, nouns = values.get("chapter", ""), {item.code for item in offered("nouns")}
    found = []
    for one in values.get("chosen", ()):
        try:
            if one.get("noun") in nouns:  # another is told by its own field
                rules.may_be_chosen(chapter_of(code), values.get("title", code), one["noun"])
        except Refused as refused:
            found.append(("chosen", refused.sentence))
    return list(dict.fromkeys(found))


def line(values):
    """A line names a whole record or none."""
    if ("noun" in values) != ("thing" in values):
        return [("thing", "What the record is and its key belong together: write `noun` and `thing`, or neither.")]
    return []


def comment(values):
    if ("settled_at" in values) != ("settled_by" in values):
        return [("settled_by", "When a comment was settled and by whom belong together: write both, or neither.")]
    return []


def signature(values):
    if values.get("answer") == Signature.Answer.OBJECTED and "reason" not in values:
        return [("reason", "A partner that objected says why. Expected the reason.")]
    return []


def rendering(values):
    return (
        [("file", "This is not the file whose SHA-256 stands in sha256.")]
        if values.get("file", values.get("sha256")) != values.get("sha256")
        else []
    )


def version(values):
    found = []
    if ("text" in values) == ("withheld_at" in values):
        found.append(
            (
                "text",
                "Expected the file in documents/ that holds the signed text; or withheld_at, when its words were "
                "taken away.",
            )
        )
    if values.get("text", values.get("digest")) != values.get("digest"):
        found.append(("text", "This is not the text that was signed: its SHA-256 is another than the digest."))
    state = values.get("state")
    if (state == VersionState.VOID) != ("void_reason" in values):
        found.append(("void_reason", "A version that is void says why, and only such a one."))
    went_out = state in (VersionState.PUBLISHED, VersionState.REPLACED)
    found += [
        (name, "A version that was published says when and by whom, and only such a one.")
        for name in ("published_at", "published_by")
        if (name in values) != went_out
    ]
    if "withheld_at" in values and state not in (VersionState.REPLACED, VersionState.VOID):
        found.append(("withheld_at", "Only the words of a version that was replaced or is void are withheld."))
    return found + _signed_by_all(values) + _rendered(values, went_out)


def _signed_by_all(values):
    asked = [one.get("agency") for one in values.get("required", ())]
    answers = {one.get("agency"): one.get("answer") for one in values.get("signatures", ())}
    found = [
        ("signatures", f"The signature of {agency} was not asked for: name it in “required”, or take the answer out.")
        for agency in answers
        if agency not in asked
    ]
    if len(answers) < len(values.get("signatures", ())) or len(set(asked)) < len(asked):
        found.append(("signatures", "An agency is asked once and answers once. Take the second out."))
    objected = [agency for agency, answer in answers.items() if answer == Signature.Answer.OBJECTED]
    if values.get("state") in (VersionState.SIGNED, VersionState.PUBLISHED, VersionState.REPLACED):
        lacking = [agency for agency in asked if agency not in answers]
        found += [
            (
                "signatures",
                "A version in this state is signed by every partner that was asked: there is no signature of "
                f"{agency}.",
            )
            for agency in lacking
        ]
    if objected and values.get("state") != VersionState.VOID:
        found.append(("state", f"The partner {objected[0]} objected, so this version is void."))
    return found


def _rendered(values, went_out):
    kinds = [one.get("kind") for one in values.get("renderings", ())]
    if went_out and sorted(map(str, kinds)) != sorted(Rendering.Kind.values):
        return [
            ("renderings", f"A version that was published has each of these once: {', '.join(Rendering.Kind.values)}.")
        ]
    if kinds and values.get("state") == VersionState.VOID:
        return [("renderings", "A version that no longer counts has no files. Take them out.")]
    if kinds and sorted(map(str, kinds)) != sorted(Rendering.Kind.values):
        return [("renderings", f"Each stands there once, or none: {', '.join(Rendering.Kind.values)}.")]
    if "withheld_at" not in values and any("file" not in one for one in values.get("renderings", ())):
        return [("renderings", "Expected the file in documents/ of each: its bytes were not withheld.")]
    return []


def report(values):
    arrangements = values.get("kind") == Report.Kind.ARRANGEMENTS
    found = []
    if arrangements and "period" in values:
        found.append(("period", "Published arrangements have no reporting period. Write in_force_from."))
    if arrangements and values.get("state") != ReportState.ELSEWHERE:
        found.append(("state", "Published arrangements are kept as they were published: expected published_elsewhere."))
    if not arrangements:
        found += [
            (name, f"A yearly report has {words}.")
            for name, words in (("period", "a reporting period"), ("edition", "an edition"))
            if name not in values
        ]
    return found + _elsewhere(values) + _answered(values) + _states(values)


def _elsewhere(values):
    if values.get("state") == ReportState.ELSEWHERE and "published_elsewhere" not in values:
        return [("published_elsewhere", "Expected where the report was published.")]
    return []


def _answered(values):
    there = {section.get("chapter") for section in values.get("sections", ())}
    answers = values.get("answers", ())
    found = [
        (
            "answers",
            f"Item {one.get('number')} is met in {one['chapter']}, which is no section of this report. Add the "
            "section, or name another.",
        )
        for one in answers
        if "chapter" in one and one["chapter"] not in there
    ]
    numbers = [one.get("number") for one in answers]
    return found + [("answers", "An item of the checklist is answered once. Keep one answer.")] * (
        len(set(numbers)) < len(numbers)
    )


def _states(values):
    """The state of a report is that of its versions."""
    state, states = values.get("state", ReportState.DRAFT), [one.get("state") for one in values.get("versions", ())]
    numbers = [one.get("number") for one in values.get("versions", ())]
    found = []
    if len(set(numbers)) < len(numbers):
        found.append(("versions", "Two versions have the same number. Number them 1, 2, 3 …"))
    waiting = sum(one in (VersionState.OPEN, VersionState.SIGNED) for one in states)
    if state == ReportState.ELSEWHERE and states:
        found.append(
            ("versions", "A report that was published elsewhere was not signed in this product. Take its versions out.")
        )
    if waiting != (state == ReportState.CLOSED):
        found.append(
            (
                "state",
                "A report that is closed has one version that waits for signatures or is signed, and no other report "
                "has.",
            )
        )
    if states.count(VersionState.PUBLISHED) > 1 or (
        state == ReportState.PUBLISHED and VersionState.PUBLISHED not in states
    ):
        found.append(("state", "A report that is published has exactly one version that is published."))
    return found


# What must hold between things


def whole(items, record):
    yield from _of_its_time(items, record)
    yield from _chosen_in_vain(items, record)
    strangers = _no_members(items, record)
    for item in items:
        for version in item.values.get("versions", ()):
            yield from ((item, "versions", sentence) for sentence in _unsound(version, strangers, record.documents))


def _chosen_in_vain(items, record):
    """What is put in or left out stands in the folder or in the house."""
    there = {(one.shape.table._meta.label, one.key) for one in record.items}
    for item in items:
        for one in item.values.get("sections", ()):
            chapter = chapter_of(one.get("chapter", ""))
            kinds = {kind.noun: kind for kind in (chapter.draws_on if chapter else ())}
            for row in one.get("chosen", ()):
                kind, thing = kinds.get(row.get("noun")), row.get("thing", "")
                if kind is None:
                    continue  # told beside its field
                model = apps.get_model(noun(kind.noun).model)
                if (model._meta.label, thing.rpartition("/")[2]) in there:
                    continue
                if not model._base_manager.filter(kind.named(thing)).exists():
                    yield item, "sections", f"There is no {noun(kind.noun).label} “{thing}” to be chosen. Name one."


def _no_members(items, record):
    """Bodies that are there, and were asked to sign, but belong to no membership. A body that is not there is told
    elsewhere.
    """
    asked = {
        one.get("agency")
        for item in items
        for version in item.values.get("versions", ())
        for one in version.get("required", ())
    }
    there = {one.key for one in record.items if one.shape.part == "bodies"} | set(
        Body.objects.filter(key__in=asked).values_list("key", flat=True)
    )
    return (asked & there) - member_agencies(record) if asked else set()


def _unsound(version, strangers, documents):
    number = version.get("number")
    for one in version.get("required", ()):
        if one.get("agency") in strangers:
            yield (
                f"Version {number}: {one.get('agency')} is not a member agency. Add it to “agencies” of the "
                "partnership in bodies."
            )
    path = documents.get(version.get("text"))
    if path is not None and not _is_a_paper(path):
        yield f"Version {number}: the file in documents/ is not a text that this product closed for signature."
    for one in version.get("renderings", ()):
        path = documents.get(one.get("file"))
        if path is not None and path.stat().st_size != one.get("size"):
            yield (
                f"Version {number}: the file of kind {one.get('kind')} has {path.stat().st_size} bytes, not "
                f"{one.get('size')}."
            )


def _is_a_paper(path):
    try:
        return isinstance(from_data(json.loads(path.read_text("utf-8"))), Paper)
    except (PaperError, ValueError, TypeError):
        return False


def _of_its_time(items, record):
    """The edition is the one in force on the last day of the period, which stands in the folder or in the house."""
    ends = {item.key: item.values.get("ends") for item in record.items if item.shape.part == "periods"}
    house = ReportingPeriod.objects.filter(body__key=record.body)
    for item in items:
        key, said = item.values.get("period"), item.values.get("edition")
        last = (
            ends.get(key) or next(iter(house.filter(key=key).values_list("ends", flat=True)), None)
            if key and said
            else None
        )
        if last and (in_force := edition_on(datetime.date.fromisoformat(str(last)))) != said:
            yield (
                item,
                "edition",
                f"On {last}, the last day of the period, another edition was in force: expected {in_force}, not "
                f"{said}.",
            )

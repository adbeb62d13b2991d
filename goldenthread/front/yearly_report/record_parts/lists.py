"""The smaller lists of a report: who stands behind it and what was said of it, and what was signed and published."""

from goldenthread.foundation.clock import day_of
from goldenthread.foundation.people.models import Membership
from goldenthread.foundation.records.shapes import Choice, Day, Each, Hash, LongText, Moment, Ref, Text, Whole, YesNo
from goldenthread.foundation.room import offered
from goldenthread.front.yearly_report.checklist import ITEMS
from goldenthread.front.yearly_report.models import Line, Named, Rendering, Section, Signature, Version
from goldenthread.front.yearly_report.record_parts import checks
from goldenthread.front.yearly_report.record_parts.kinds import InChapter, Kept, Partner
from goldenthread.front.yearly_report.states import VersionState

# From values to columns


def _answer_in(values, columns, record):
    section = Section.objects.filter(report_id=columns["report_id"], chapter=values.get("chapter", "")).first()
    return columns | {"section": section}


def _version_in(values, columns, record):
    text = record.documents[values["text"]].read_text("utf-8") if "text" in values else ""
    return columns | {"text": text}


def _membership(version_id, agency, record):
    """The membership of an agency in the partnership that ran on the day on which the text was closed."""
    version = Version.objects.select_related("report").get(pk=version_id)
    agency_id = record.links.pk("bodies", agency)
    found = list(
        Membership.objects.filter(agency_id=agency_id, partnership_id=version.report.body_id).order_by("starts", "pk")
    )
    running = [one for one in found if one.runs_on(day_of(version.closed_at))]
    return (running or found)[0]


def _required_in(values, columns, record):
    return columns | {"membership": _membership(columns["version_id"], values["agency"], record)}


def _signature_in(values, columns, record):
    membership = _membership(columns["version_id"], values["agency"], record)
    return columns | {"membership": membership, "digest": Version.objects.get(pk=columns["version_id"]).digest}


PERSON = "where they are in the record"
WORDS = Each(
    name="words",
    model="yearly_report.Word",
    own="section",
    sentence="Who stands behind which paragraph as it reads. The product marks them; a published text needs none.",
    fields=(
        Hash(name="paragraph", sentence="The SHA-256 of the paragraph's words.", required=True),
        Text(name="name", sentence="Who stands behind it.", required=True),
        Text(name="post", sentence="Their post."),
        Ref(name="person", part="people", sentence=f"The person, {PERSON}."),
        Day(name="on", sentence="Since when.", required=True),
    ),
)
CHOSEN = Each(
    name="chosen",
    model="yearly_report.Chosen",
    own="section",
    sentence="Records put into the chapter though they lie outside the period, or left out of it, of the nouns that it "
    "draws on.",
    fields=(
        Text(
            name="thing",
            to="key",
            sentence="Its partnership's key and its own: `north-haven/neglect-audit-2023`; of a body its own alone.",
            required=True,
            max=170,
        ),
        Choice(
            name="noun",
            values=lambda: sorted((noun.code, noun.label) for noun in offered("nouns")),
            sentence="What it is.",
            required=True,
        ),
        YesNo(name="put_in", sentence="Whether it is put in; otherwise it is left out."),
    ),
)
LINES = Each(
    name="lines",
    model="yearly_report.Line",
    own="section",
    sentence="Of the chapter `ten_lines`: what a reader should know who reads nothing else, at most ten lines.",
    fields=(
        Whole(name="order", sentence="Its place.", required=True, least=1, most=99),
        Choice(name="part", values=Line.Part, sentence="What it is.", required=True),
        Text(name="text", sentence="The line: one sentence.", required=True, max=300),
        Choice(
            name="noun",
            values=lambda: sorted((noun.code, noun.label) for noun in offered("nouns")),
            sentence="Of the record on which it stands: what it is.",
            empty="",
        ),
        Text(
            name="thing",
            to="key",
            sentence="Of the record on which it stands: its partnership's key and its own.",
            max=170,
            required_when="with `noun`",
        ),
        Text(name="name", sentence="Who stands behind it, where no record does."),
    ),
    sort_by="order",
    check=checks.line,
)
COMMENTS = Each(
    name="comments",
    model="yearly_report.Comment",
    own="section",
    sentence="What people said of the section while it was written.",
    fields=(
        Moment(name="at", sentence="When.", required=True),
        Text(name="by_name", sentence="Who.", required=True),
        Ref(name="person", part="people", sentence=f"The person, {PERSON}."),
        LongText(name="text", sentence="What they said.", required=True),
        Moment(name="settled_at", sentence="When it was settled."),
        Text(name="settled_by", sentence="Who settled it."),
    ),
    sort_by="at",
    check=checks.comment,
)
ANSWERS = Each(
    name="answers",
    model="yearly_report.ItemAnswer",
    own="report",
    sentence="How items of the checklist are met that no record meets: by a marked paragraph, or not applicable, with "
    "a sentence and a name.",
    fields=(
        Choice(
            name="number", values=[(item.number, item.text) for item in ITEMS], sentence="Which item.", required=True
        ),
        InChapter(
            name="chapter",
            sentence="The section whose paragraph meets it.",
            required_when="unless `not_applicable` stands there",
        ),
        Hash(name="paragraph", sentence="The SHA-256 of the paragraph's words.", required_when="with `chapter`"),
        LongText(name="not_applicable", sentence="Why it does not apply."),
        Text(name="name", sentence="Who says so.", required_when="with `not_applicable`"),
        Day(name="on", sentence="When it was answered.", required=True),
    ),
    check=checks.answer,
    inward=_answer_in,
)
REQUIRED = Each(
    name="required",
    model="yearly_report.RequiredSignature",
    own="version",
    sentence="The statutory partners of the day on which it was closed.",
    fields=(Ref(name="agency", part="bodies", sentence="Which agency.", required=True),),
    inward=_required_in,
)
SIGNATURES = Each(
    name="signatures",
    model="yearly_report.Signature",
    own="version",
    sentence="What each partner answered to exactly this text. Void ones stay.",
    fields=(
        Partner(name="agency", sentence="For which agency.", required=True),
        Choice(name="answer", values=Signature.Answer, sentence="Signed or objected.", required=True),
        LongText(name="reason", sentence="What was objected to.", required_when="when `answer: objected`"),
        Ref(name="person", part="people", sentence="Who answered.", required=True),
        Text(name="name", sentence="Their name as it was then.", required=True),
        Text(name="post", sentence="Their post then."),
        Text(name="seat", sentence="The key of the seat in which they answered.", required=True, max=80),
        Moment(name="at", sentence="When.", required=True),
    ),
    check=checks.signature,
    inward=_signature_in,
)
RENDERINGS = Each(
    name="renderings",
    model="yearly_report.Rendering",
    own="version",
    sentence="The page, the PDF and the Word document that were made from it when it was closed for signature.",
    fields=(
        Choice(name="kind", values=Rendering.Kind, sentence="Which of the three.", required=True),
        Hash(name="sha256", sentence="Its SHA-256. It stays when the bytes were withheld.", required=True),
        Kept(
            name="file",
            bytes_in="stored",
            hash_in="sha256",
            sentence="The file in documents/ that holds it, named as in `sha256`.",
            required_when="unless the version was withheld",
        ),
        Whole(name="size", sentence="Its bytes, counted.", required=True),
    ),
    check=checks.rendering,
)
COPIES = Each(
    name="copies",
    model="yearly_report.CopySent",
    own="version",
    sentence="To whom the published version was sent.",
    fields=(
        Day(name="on", sentence="When.", required=True),
        Text(name="to", sentence="To whom.", required=True, max=405),
        Text(name="how", sentence="How.", required=True),
        Text(name="by_name", sentence="Who sent it.", required=True),
        Choice(name="asked", values=Named, sentence="Whom of those that the guidance names it was for."),
        Moment(name="opened_at", sentence="When the link to it was first opened."),
        Day(name="received_on", sentence="When its receipt was confirmed."),
        Text(name="received_how", sentence="How that is known."),
    ),
    sort_by="on",
)
VERSIONS = Each(
    name="versions",
    model="yearly_report.Version",
    own="report",
    sentence="The texts that were closed for signature in this product, with who signed them and what was published. "
    "Not for a report that was published elsewhere.",
    fields=(
        Whole(name="number", sentence="1 for the first.", required=True, least=1, most=32767),
        Hash(
            name="digest",
            sentence="The SHA-256 of the text, which partners signed. It stays when the words were withheld.",
            required=True,
        ),
        Kept(
            name="text",
            bytes_in="text",
            hash_in="digest",
            sentence="The file in documents/ that holds exactly that text, named as in `digest`.",
            required_when="unless `withheld_at` stands there",
        ),
        Choice(name="state", values=VersionState, sentence="What became of it.", required=True, empty=None),
        Moment(name="closed_at", sentence="When it was closed for signature.", required=True),
        Text(name="closed_by", sentence="Who closed it.", required=True),
        LongText(name="void_reason", sentence="Why it no longer counts.", required_when="when `state: void`"),
        LongText(name="what_changed", sentence="What it corrects of the version before."),
        Moment(name="published_at", sentence="When it was published."),
        Text(name="published_by", sentence="Who published it."),
        Moment(name="withheld_at", sentence="When its words were taken away."),
        REQUIRED,
        SIGNATURES,
        RENDERINGS,
        COPIES,
        Hash(name="template", sentence="The SHA-256 of the Word template that its Word document was drawn with."),
    ),
    sort_by="number",
    check=checks.version,
    inward=_version_in,
)

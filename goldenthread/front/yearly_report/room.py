"""What the yearly report offers the house."""

from goldenthread.foundation.organisations import candidates as of_who
from goldenthread.foundation.room import (
    Chapter,
    Integrity,
    Noun,
    Offer,
    Permission,
    PublicPart,
    RecordPart,
    TodayItems,
    Verb,
)
from goldenthread.front.yearly_report import (
    chapters,
    integrity,
    loading,
    named,
    queries,
    record_parts,
    references,
    today,
)
from goldenthread.front.yearly_report.messages import MESSAGES
from goldenthread.thread.queries import candidates

OFFER = Offer(
    nouns=(
        Noun("report", "yearly_report.Report", "yearly report", "yearly reports", resolve=references.reports),
        Noun("abbreviation", "yearly_report.Abbreviation", "abbreviation", rows=queries.abbreviations),
    ),
    permissions=(
        Permission("report.read", "read the yearly report while it is written"),
        Permission("report.write", "write the yearly report"),
        Permission("report.comment", "comment on the yearly report"),
        Permission("report.scrutinise", "write the scrutineer's statement"),
        Permission("report.close", "close the yearly report for signature, open it again and correct it"),
        Permission("report.sign", "sign or object to the yearly report for a statutory partner"),
        Permission("report.publish", "publish the yearly report and log its copies"),
    ),
    verbs=(
        Verb("report.begun", "began this report"),
        Verb("report.chapter_added", "added a chapter"),
        Verb("report.chapter_left_out", "left a chapter out"),
        Verb("report.chapter_taken_in", "took a chapter in again"),
        Verb("report.section_changed", "changed a section"),
        Verb("report.word_given", "stood behind a paragraph"),
        Verb("report.record_chosen", "chose what a chapter draws on"),
        Verb("report.line_changed", "changed the year in ten lines"),
        Verb("report.abbreviation_added", "added this abbreviation"),
        Verb("report.abbreviation_changed", "changed this abbreviation"),
        Verb("report.abbreviation_removed", "took this abbreviation out"),
        Verb("report.commented", "commented"),
        Verb("report.comment_settled", "settled a comment"),
        Verb("report.item_answered", "answered an item of the checklist"),
        Verb("report.closed", "closed it for signature"),
        Verb("report.reopened", "opened it for changes"),
        Verb("report.version_voided", "voided a version"),
        Verb("report.signed", "signed"),
        Verb("report.objected", "objected"),
        Verb("report.published", "published it"),
        Verb("report.replaced", "replaced a published version"),
        Verb("report.correction_begun", "began a correction"),
        Verb("report.reason_changed", "changed what a correction corrects"),
        Verb("report.withheld", "withheld the text of an earlier version"),
        Verb("report.copy_sent", "logged a copy as sent"),
    ),
    chapters=(
        Chapter(
            "who_we_are",
            "Who we are",
            ("3", "11", "15"),
            chapters.who_we_are,
            50,
            draws_on=(of_who.AGENCIES, of_who.GROUPS),
        ),
        Chapter(
            "months",
            "The year month by month",
            ("1", "5"),
            chapters.months,
            26,
            draws_on=(candidates.SOURCES,),
        ),
    ),
    public_parts=(PublicPart("Published reports", references.public_lines, 20),),
    published=(named.named_in_reports,),
    today=(
        TodayItems("signatures", today.waiting, 25, under="decision"),
        TodayItems("comments", today.asked, 60, under="asked"),
        TodayItems("published", today.published, 70, under="published"),
    ),
    messages=MESSAGES,
    record_parts=(
        RecordPart(record_parts.ABBREVIATION, record_parts.abbreviations),
        RecordPart(record_parts.REPORT, record_parts.reports, loading.load),
    ),
    stored_files=(queries.stored_files,),
    integrity=(Integrity("report", "Signed reports and their page, PDF and Word", integrity.verify),),
    retention={
        "abbreviation": "Kept as long as the partnership uses it.",
        "report": "Kept for good: a published yearly report is a public record.",
    },
)

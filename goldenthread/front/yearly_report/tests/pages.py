"""What the tests of the whole house walk in the yearly report: see tests/house/answers.py."""

from goldenthread.foundation.documents.storing import keep
from goldenthread.foundation.papers.tests.word_files import template
from goldenthread.foundation.papers.word.template.cleaning import cleaned
from goldenthread.front.yearly_report import operations
from tests.house.answers import ANYBODY, BOTH, INSIDE, LATE, NOBODY, PARTNERS, SEATS, UNIT, text

PAGES = [
    ("/west/report/", ANYBODY),
    ("/west/report/begin/", UNIT),
    ("/west/report/abbreviations/", SEATS),
    ("/west/report/abbreviations/add/", UNIT),
    ("/west/report/abbreviations/{abbreviation}/", UNIT),
    ("/west/report/template/", UNIT),
    ("/west/report/template/add/", UNIT),
    ("/west/report/template/trial.docx", UNIT),
    ("/west/report/template/versions/1/", UNIT),
    ("/west/report/proof/body/{partner}/", ANYBODY),  # named by the published report
    ("/west/report/proof/source/{shown}/", INSIDE),  # public, and named by none
    ("/west/report/proof/source/{source}/", INSIDE),
    ("/west/report/{published}/", ANYBODY),
    ("/west/report/{published}/read/", ANYBODY),
    ("/west/report/{published}/read.pdf", ANYBODY),
    ("/west/report/{published}/read.docx", ANYBODY),
    ("/west/report/{draft}/", INSIDE),
    ("/west/report/{draft}/read/", NOBODY),
    ("/west/report/{draft}/preview/", SEATS),
    ("/west/report/{closed}/preview/", SEATS),
    ("/west/report/{draft}/preview.docx", SEATS),
    ("/west/report/{closed}/preview.pdf", SEATS),
    ("/west/report/{draft}/checklist/", SEATS),
    ("/west/report/{draft}/checklist/1/mark/", UNIT),
    ("/west/report/{draft}/checklist/1/not-applicable/", UNIT),
    ("/west/report/{draft}/chapters/add/", UNIT),
    ("/west/report/{draft}/chapters/order/", UNIT),
    ("/west/report/{draft}/chapter/foreword/", SEATS),
    ("/west/report/{draft}/chapter/foreword/write/", UNIT),
    ("/west/report/{draft}/chapter/foreword/leave-out/", UNIT),
    ("/west/report/{draft}/chapter/foreword/word/{paragraph}/", UNIT),
    ("/west/report/{draft}/chapter/foreword/comment/", SEATS),
    ("/west/report/{draft}/ten-lines/", SEATS),
    ("/west/report/{draft}/ten-lines/add/", UNIT),
    ("/west/report/{draft}/ten-lines/{line}/", UNIT),
    ("/west/report/{draft}/close/", UNIT),
    ("/west/report/{closed}/open-again/", UNIT),
    ("/west/report/{closed}/sign/", PARTNERS),
    ("/west/report/{closed}/publish/", UNIT),
    ("/west/report/{published}/correct/", UNIT),
    ("/west/report/{corrected}/correct/reason/", UNIT),
    ("/west/report/{published}/versions/1/withhold/", UNIT),
    ("/west/report/{published}/copies/", UNIT),
    ("/west/report/{published}/copies.csv", UNIT),
    ("/west/report/{published}/copies/send/", UNIT),
    ("/west/report/{published}/copies/again/", "302 404 403 403 403 302"),  # the e-mail still waits
    ("/west/report/{published}/copies/{copy}/received/", UNIT),
    ("/west/report/{published}/received/{behind_a_link}/", ANYBODY),
    ("/west/report/{published}/received/{copy}/none/", NOBODY),
    ("/west/report/recipients/", UNIT),
    ("/west/report/recipients/add/", UNIT),
    ("/west/report/recipients/{recipient}/", UNIT),
]
POSTS = [
    ("/west/report/recipients/{recipient}/remove/", {}, "302 404 403 403 403 302"),
    ("/west/report/template/remove/", {}, "302 404 403 403 403 302"),
    ("/west/report/abbreviations/{abbreviation}/remove/", {}, "302 404 403 403 403 302"),
    ("/west/report/{draft}/comments/{comment}/settle/", {}, "302 404 403 403 403 302"),
    ("/west/report/{draft}/chapter/figures/put-in-all/", {}, "302 404 403 403 403 302"),
    ("/west/report/{draft}/chapter/foreword/take-in/", {}, "302 404 403 403 403 302"),
    ("/west/report/{draft}/ten-lines/take/", {"noun": "impact", "ref": "none"}, "302 404 403 403 403 404"),
    ("/west/report/{draft}/ten-lines/{line}/move/", {"way": "up"}, "302 404 403 403 403 302"),
    (
        "/west/report/{draft}/chapter/learning/choose/",
        {"noun": "source", "ref": "none", "answer": "in"},
        "302 404 403 404 404 404",
    ),
]
EDITS = [
    ("/west/report/abbreviations/{abbreviation}/", *text("words", short="LADO"), BOTH),
    ("/west/report/{draft}/chapter/foreword/write/", *text("text"), BOTH),
    ("/west/report/{draft}/chapter/foreword/leave-out/", *text("left_out_why"), BOTH),
    ("/west/report/{draft}/ten-lines/{line}/", *text("text", part="asks"), BOTH),
    ("/west/report/recipients/{recipient}/", *text("name", address="first@example.org"), BOTH),
    ("/west/report/{ready}/close/", {}, {}, LATE),
    ("/west/report/{closed}/open-again/", *text("reason"), LATE),
    ("/west/report/{published}/correct/", *text("reason"), LATE),
    ("/west/report/{corrected}/correct/reason/", *text("reason"), BOTH),
]
NO_FORM = {"yearly_report.WordTemplate": "a template is replaced by another file, and taken out by a button"}


def things(cast, made, given):
    stored = keep(cleaned(template()).content)
    row = operations.add_word_template(body=cast.west, stored=stored, file_name="Ours.docx", **given)
    return {"word_template": row}

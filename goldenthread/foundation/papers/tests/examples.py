"""A made-up yearly report for tests: every block once, in a place where it would stand. No real child, area or
figure.
"""

from goldenthread.foundation.papers.blocks import (
    Chart,
    Claim,
    Colours,
    Column,
    Contents,
    Emphasis,
    Heading,
    Item,
    KeyFigure,
    Link,
    List,
    Meta,
    Month,
    MonthItem,
    Months,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Quotation,
    Series,
    Specification,
    Strong,
    Summary,
    Table,
)
from goldenthread.rooms.dataset.blocks import Village, VillageGroup, VillageInGroups, VillageItem, VillageLine
from goldenthread.thread.blocks import Gap, Stage, ThreadPicture

YEARS = ("2019-20", "2020-21", "2021-22", "2022-23", "2023-24")


def stages():
    return (
        Stage("sources", "Sources", 12),
        Stage("findings", "Findings", 41),
        Stage("recommendations", "Recommendations", 22),
        Stage("actions", "Actions", 35),
        Stage("evidence", "Actions with evidence", 24),
        Stage("impact", "Impact judged", 11),
    )


def gaps():
    return (
        Gap("findings", "Findings that led to nothing", 7),
        Gap("recommendations", "Recommendations without an action", 3),
        Gap("actions", "Actions reported done without evidence", 9),
        Gap("actions", "Actions withdrawn", 2, "withdrawn"),
        Gap("evidence", "Assured actions whose impact nobody has judged", 13),
        Gap("impact", "Judged as none, with nothing following", 2),
    )


def chart_on_plans():
    return Chart(
        "Children on a child protection plan",
        Specification(
            "bar",
            YEARS,
            [Series("Children", ["301", "~320", "", "298", "316"])],
            unit="children on 31 March",
            category_title="Year",
            highlight="2023-24",
        ),
        "316 children were on a plan on 31 March 2024: about as many as four years before.",
        "Bars by year: 301, about 320, not known, 298 and 316 children.",
    )


def chart_of_rates():
    return Chart(
        "Children on a plan in every 10,000",
        Specification(
            "line",
            YEARS,
            [
                Series("Northmoor", ["92.6", "~88.1", "97", "101.2", "92.6"]),
                Series("England", ["43", "42.8", "42.1", "43.2", "43.2"]),
            ],
            unit="in every 10,000 children",
            category_title="Year",
            highlight="Northmoor",
        ),
        "The rate is more than twice that of England, and fell in the last year.",
        "Two lines by year: Northmoor falls from 101.2 to 92.6 in the last year, England stays at 43.2.",
    )


def chart_of_themes():
    return Chart(
        "What findings were about",
        Specification(
            "row",
            ["Neglect", "Emotional wellbeing and mental health in schools", "Exploitation", "Voice of the child"],
            [Series("Findings", ["14", "11", ">9", "7"])],
            unit="findings",
            category_title="Theme",
        ),
        "Neglect was found most often, in 14 of 41 findings.",
        "Bars by theme: neglect 14, emotional wellbeing 11, exploitation over 9, voice of the child 7.",
    )


def year():
    return Months(
        [
            Month(
                "April 2023",
                [
                    MonthItem(
                        ["The partnership opened its ", Claim("audit of neglect", "source", "neglect-2023"), "."],
                        "Six schools changed how they record worries about a child’s daily care.",
                    ),
                    MonthItem("The lead partners agreed the plan for the year."),
                ],
            ),
            Month(
                "May 2023",
                [
                    MonthItem(
                        "Forty-two practitioners met to learn from one review.",
                        "Two in three said later that they had used it.",
                    )
                ],
            ),
            Month(
                "June 2023",
                [
                    MonthItem(
                        "Young people led a walk through the town at night.",
                        "Street lights in 3 parks were mended within 20 days.",
                    )
                ],
            ),
        ]
    )


def example(colours=None, cover="full"):
    meta = Meta(
        issuer="Northmoor Safeguarding Children Partnership (made up)",
        period="1 April 2023 to 31 March 2024",
        status="Published 30 September 2024",
        date="2024-09-30",
        cover=cover,
        colours=colours or Colours(),
    )
    return Paper(
        "Yearly report 2023 to 2024",
        (*_opening(), *_figures(), *_thread(), *_end()),
        "What we learned, what we did, and what changed for children",
        meta,
    )


def _opening():
    return (
        Contents(2),
        Heading(1, "Foreword"),
        Paragraph(
            [
                "This year ",
                Strong("twelve pieces of work"),
                " told us something about how children are kept safe. ",
                Claim("One audit of six cases", "source", "neglect-2023"),
                " changed what schools do; ",
                Emphasis("two reviews"),
                " changed how we share information. Office hours, efficient filing and difficult conversations all "
                "matter.",
            ]
        ),
        Paragraph(
            [
                "Read more in ",
                Link("the area in figures", "#the-area-in-figures"),
                " or at ",
                Link("example.org", "https://example.org/report"),
                ".",
            ]
        ),
        Quotation(
            "I only wanted somebody to ask me twice, because the first time I always say that I am fine.",
            "A child aged 14",
        ),
        KeyFigure(
            "316",
            "children on a plan",
            "That is 92.6 in every 10,000, more than twice England’s rate.",
            "Council’s return, 31 March 2024",
        ),
        KeyFigure("over nine in ten", "assessments on time", "The aim was 85%."),
        KeyFigure("£1,204,500", "spent together", source="Budget outturn 2023-24"),
    )


def _figures():
    return (
        Heading(1, "The area in figures"),
        Heading(2, "Children on a plan"),
        chart_on_plans(),
        chart_of_rates(),
        Heading(2, "What we found"),
        chart_of_themes(),
        Table(
            "Sources of the year",
            [Column("Source"), Column("When"), Column("Findings", "right")],
            [
                [[Claim("Audit of neglect", "source", "neglect-2023")], "April 2023", "9"],
                ["Review of information sharing at night\n(with the neighbouring partnership)", "June 2023", "12"],
                ["Section 11 returns", "November 2023", "20"],
            ],
        ),
        Village(
            "If Northmoor were a village of 100 children",
            [
                VillageItem(23, "live in poverty"),
                VillageItem(51, "are boys"),
                VillageItem(3, "are known to children’s social care"),
                VillageItem(17, "have a special educational need"),
            ],
            "Of every 100 children, 23 live in poverty and 3 are known to children’s social care.",
        ),
        VillageInGroups(
            "Northmoor as a village of 100 children",
            [
                VillageGroup(
                    "Boys and girls", [VillageLine(51, "Boys", "north/boys"), VillageLine(49, "Girls", "n/g")]
                ),
                VillageGroup("School", [VillageLine(0, "Excluded from primary school", "north/excluded")]),
                VillageGroup("", [VillageLine(100, "Live here", "north/here")]),
            ],
            "If Northmoor were a village of 100 children, so many of them would be these.",
        ),
    )


def _thread():
    return (
        Heading(1, "From learning to impact"),
        ThreadPicture(
            "The thread of the year",
            stages(),
            gaps(),
            "41 findings led to 35 actions; the impact of 11 has been judged, and threads end early in 36 places.",
        ),
        Heading(2, "The year by month"),
        year(),
    )


def _end():
    return (
        Heading(1, "Next steps"),
        List(
            ["Ask every child twice.", ["Judge the impact of ", Claim("four actions", "action", "a-17"), " by March."]],
            ordered=True,
        ),
        List(
            [
                Item(
                    ["No child waits"], [List(["for a visit", Item(["for help"], [List(["within 9 days"], True, 3)])])]
                ),
                Item(["No worry is lost"], [Paragraph("Whoever hears it writes it down.")]),
            ]
        ),
        Note("info", "Figures are as published at the time.", "About the figures"),
        Note("marked", "Practice has improved across the area."),
        Note("withheld", "A quotation was taken out on 4 January 2025 because consent was withdrawn."),
        PageBreak(),
        Heading(2, "How to reach us"),
        Summary([("Partnership", "Northmoor"), ("E-mail", [Link("board@example.org", "mailto:board@example.org")])]),
    )

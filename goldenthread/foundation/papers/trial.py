"""A small paper that shows every kind of block, to try a template on. All of it is made up, and says so."""

from __future__ import annotations

from goldenthread.foundation.papers import blocks as b


def paper(issuer: str, colours: b.Colours) -> b.Paper:
    """Under the issuer's name, so that its cover is seen as it will be."""
    return b.Paper(
        "Trial print",
        [
            b.Contents(2),
            b.Heading(1, "What this is"),
            b.Paragraph(["This paper tries a template. ", b.Strong("Everything in it is made up.")]),
            b.Note("info", [b.Paragraph("No real place, person or child stands behind it.")], "A note"),
            b.Heading(2, "Words"),
            b.Paragraph("Two areas, Harrowmere and Kestrel Vale, were asked what changed for children:"),
            b.List(
                ["more were seen within five days", b.Item("fewer waited", [b.List(["in the north", "in the south"])])]
            ),
            b.List(["First, ask the child.", "Then ask again."], ordered=True),
            b.Quotation("Ask me twice.", "A child aged 14 (made up)"),
            b.Heading(3, "Quoted in other words"),
            b.Paragraph(["A link leads to ", b.Link("an example", "https://example.org/"), "."]),
            b.Heading(4, "The smallest heading"),
            b.Paragraph("A line under it."),
            b.Heading(1, "Figures"),
            b.KeyFigure("316", "children on a plan", "92.6 in every 10,000.", "Made-up return, 31 March 2025"),
            b.Table(
                "Plans by area",
                [b.Column("Area"), b.Column("Plans", "right")],
                [["Harrowmere", "204"], ["Kestrel Vale", "112"]],
            ),
            b.Chart(
                "Contacts by quarter",
                b.Specification("bar", ["Q1", "Q2", "Q3", "Q4"], [b.Series("Contacts", ["410", "395", "372", "350"])]),
                "Contacts went down from 410 to 350.",
                "Bars for four quarters: 410, 395, 372, 350.",
            ),
            b.Heading(1, "The year"),
            b.Months([b.Month("May 2024", [b.MonthItem("Ten files were read.", "Chronologies are kept now.")])]),
            b.Summary([("Audit", "work on case files"), ("Panel", "those who read them")]),
        ],
        "To look at a template before a report is printed with it",
        b.Meta(
            issuer=issuer, period="1 April 2024 to 31 March 2025", status="Made up", date="2025-09-30", colours=colours
        ),
    )

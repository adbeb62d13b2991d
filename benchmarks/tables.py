"""What was measured, as one page of tables with the aims beside it."""

import math

AIMS = {"pdf": 2.0, "p95": 0.150, "queries": 30, "ratio": 0.06}
# Under 100 ms of processor time where the bare page takes 0.6 ms: that many times the bare page.
TIMES_BARE = dict.fromkeys(("Today", "One theme over the years", "The report's chapters"), 100 / 0.6)


def page(found: dict, *, quick: bool) -> tuple[str, list[str]]:
    """(the page as Markdown, what missed its aim)."""
    missed: list[str] = []
    machine = found["machine"]
    lines = [
        "# Speed",
        "",
        "Written by `./bench`. Times vary with the machine and with what else runs on it, ratios less, numbers of "
        "queries not at all.",
        "",
    ]
    lines += [
        f"Machine: {machine['cores']} cores ({machine['processor']}), {machine['memory']} GB of memory, "
        f"{machine['system']}. Python {machine['python']}, "
        f"Django {machine['django']}, SQLite {machine['sqlite']}. Load of the machine at the end: "
        f"{machine['load']:.1f}.",
        "",
    ]
    if quick:
        lines += ["This was a quick run, with a small house and few repetitions: it says little about the aims.", ""]
    for part, table in (("report", _reports), ("pages", _pages), ("rate", _rate)):
        if part in found:
            lines += table(found[part], missed) + [""]
    lines += ["## Aims missed", "", *([f"- {words}" for words in missed] or ["None."])]
    return "\n".join(lines) + "\n", missed


def _reports(rows, missed):
    lines = [
        "## The yearly report",
        "",
        f"Assembled from the record and written each time. Aim: the PDF within {AIMS['pdf']:.0f} seconds.",
        "",
    ]
    lines += ["| Report | As | Median | Longest | First in a new process | Size |", "|---|---|--:|--:|--:|--:|"]
    for row in rows:
        if row["form"] == "PDF" and row["most"] > AIMS["pdf"]:
            missed.append(f"The PDF of {row['title']} took up to {row['most']:.2f} s.")
        lines.append(
            f"| {row['body']}: {row['title']} | {row['form']} | {row['median']:.2f} s | {row['most']:.2f} s | "
            f"{row['first']:.2f} s | {row['bytes'] / 1024:.0f} KB |"
        )
    return lines


def _pages(found, missed):
    holds = ", ".join(f"{number:,} {name}" for name, number in found["holds"].items())
    lines = [
        "## The most used pages",
        "",
        f"Filled house: {holds}. Opened by a signed-in business manager, in one process, without a network.",
        f"Aims: 95th percentile under {AIMS['p95'] * 1000:.0f} ms, no page over {AIMS['queries']} queries; "
        f"{', '.join(TIMES_BARE)}: under {min(TIMES_BARE.values()):.0f} times the bare page, which is 100 ms where "
        "that takes 0.6 ms.",
        "",
        "Processor: the 95th percentile of the time that the processor worked for the page, which other programs on "
        "the machine lengthen less. Times bare: how many times the processor's time for a bare Django page with two "
        "queries, measured between; this says most, since machines differ.",
        "",
        "| Page | Median | 95th percentile | Processor | Times bare | Queries | Size |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for row in found["pages"]:
        if row["p95"] >= AIMS["p95"]:
            missed.append(f"{row['page']}: 95th percentile {row['p95'] * 1000:.0f} ms.")
        if row["times_bare"] >= TIMES_BARE.get(row["page"], math.inf):
            missed.append(f"{row['page']}: {row['times_bare']:.0f} times the bare page.")
        if row["queries"] > AIMS["queries"]:
            missed.append(f"{row['page']}: {row['queries']} queries.")
        lines.append(
            f"| {row['page']} | {row['median'] * 1000:.0f} ms | {row['p95'] * 1000:.0f} ms | "
            f"{row['processor'] * 1000:.0f} ms | {row['times_bare']:.0f} | {row['queries']} | "
            f"{row['bytes'] / 1024:.0f} KB |"
        )
    return lines


WHAT = (
    "The bare page asks two small questions of the database and draws ten words. Ours asks {queries}: five find out "
    "who looks and what they may read, the others read the action and what hangs on it, each through the rules of "
    "access. The SQL of each question is put together once in a process (see `goldenthread/foundation/prepared.py`); "
    "its answer is asked for each time, and no page is kept ready: a page drawn for one person's eyes must not reach "
    "another's, and who may see what can change between two clicks. The rate above serves about {people:,.0f} people "
    "who each open a page every ten seconds."
)


def _rate(found, missed):
    if found["ratio"] < AIMS["ratio"]:
        missed.append(f"{found['page']} under the web server: {found['ratio']:.3f} of the bare page's rate.")
    return [
        "## Requests a second",
        "",
        "Web server with two workers, asked over four connections from the same machine, median of three rounds that "
        "take turns. "
        f"Aim: at least {AIMS['ratio']} of the bare page's rate.",
        "",
        "| Page | Requests a second | Processor for each | Size |",
        "|---|--:|--:|--:|",
        f"| A bare Django page with two queries, nobody signed in | {found['bare']['rate']:.0f} | "
        f"{found['bare']['processor'] * 1000:.2f} ms | "
        f"{found['bare']['bytes'] / 1024:.1f} KB |",
        f"| {found['page']}, signed in, with every rule of access | {found['ours']['rate']:.0f} | "
        f"{found['ours']['processor'] * 1000:.2f} ms | "
        f"{found['ours']['bytes'] / 1024:.1f} KB |",
        "",
        f"Ratio: {found['ratio']:.3f}; of the processor's time in the web server {found['ratio_of_processor']:.3f}, "
        "which other programs on the machine, and the one that asks, change less.",
        "",
        WHAT.format(queries=found["queries"], people=found["ours"]["rate"] * 10),
    ]

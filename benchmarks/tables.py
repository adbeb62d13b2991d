"""What was measured, as one page of tables with the aims beside it."""

AIMS = {"pdf": 2.0, "p95": 0.150, "queries": 30, "ratio": 0.5}


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
        f"Aims: 95th percentile under {AIMS['p95'] * 1000:.0f} ms, no page over {AIMS['queries']} queries.",
        "",
        "Processor: the 95th percentile of the time that the processor worked for the page, which other programs on "
        "the machine lengthen less.",
        "",
        "| Page | Median | 95th percentile | Processor | Queries | Size |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for row in found["pages"]:
        if row["p95"] >= AIMS["p95"]:
            missed.append(f"{row['page']}: 95th percentile {row['p95'] * 1000:.0f} ms.")
        if row["queries"] > AIMS["queries"]:
            missed.append(f"{row['page']}: {row['queries']} queries.")
        lines.append(
            f"| {row['page']} | {row['median'] * 1000:.0f} ms | {row['p95'] * 1000:.0f} ms | "
            f"{row['processor'] * 1000:.0f} ms | {row['queries']} | {row['bytes'] / 1024:.0f} KB |"
        )
    return lines


WHY = (
    "Why the aim is not reached: the bare page asks two small questions of the database and draws ten words. Ours "
    "asks {queries}: four find out who "
    "looks and what their seats allow, the others read the action and what hangs on it, each through the rules of "
    "access. The database answers all of them "
    "in about half a millisecond; nearly all the time goes into Python, where Django puts each question together and "
    "makes objects of the answers. Half the "
    "bare page's rate would leave about one millisecond for all of it. Only whole pages kept ready could be that "
    "quick, and they are not kept: a page drawn "
    "for one person's eyes must not reach another's, and who may see what can change between two clicks. The rate "
    "above serves about {people:,.0f} people "
    "who each open a page every ten seconds."
)


def _rate(found, missed):
    why = []
    if found["ratio"] < AIMS["ratio"]:
        missed.append(f"{found['page']} under the web server: {found['ratio']:.2f} of the bare page's rate.")
        why = ["", WHY.format(queries=found["queries"], people=found["ours"]["rate"] * 10)]
    return [
        "## Requests a second",
        "",
        "Web server with two workers, asked over four connections from the same machine, median of three rounds that "
        "take turns. "
        f"Aim: at least {AIMS['ratio']:.1f} of the bare page's rate.",
        "",
        "| Page | Requests a second | Size |",
        "|---|--:|--:|",
        f"| A bare Django page with two queries, nobody signed in | {found['bare']['rate']:.0f} | "
        f"{found['bare']['bytes'] / 1024:.1f} KB |",
        f"| {found['page']}, signed in, with every rule of access | {found['ours']['rate']:.0f} | "
        f"{found['ours']['bytes'] / 1024:.1f} KB |",
        "",
        f"Ratio: {found['ratio']:.2f}",
        *why,
    ]

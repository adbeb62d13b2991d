"""The table of agreement: rule by rule, the rows that our rules and the validators' name on the same made-up files."""

from pathlib import Path

from benchmarks import cin_agreement, looked_after_agreement, validators

CHILDREN = {"cin": 10_000, "903": 2_000}
EXPLAINED = {"cin": "returns-agreement.md", "903": "returns-agreement-903.md"}


def agreement(bench) -> str:
    """Both tables, with each difference that no page explains named at the end."""
    return "\n\n".join(["## Agreement with the validators", *(_one(bench, which) for which in CHILDREN)])


def _one(bench, which: str) -> str:
    python = validators.provide(which, bench.folder)
    if python is None:
        return f"The environment of the validator of {which} could not be made here, so nothing was compared."
    size = max(CHILDREN[which] // bench.share, 100)
    if which == "cin":
        path = bench.generate("agreement.xml", size, "--faulty", "0.3", "--seed", "5")
        title, lines = "Children in need census", cin_agreement.compare(path, python)
    else:
        path = bench.generate("agreement-903", size, "--return", "ssda903", "--faulty", "0.3", "--seed", "5")
        title, lines = "Looked after return", looked_after_agreement.compare(path, python, bench.year)
    page = (Path(__file__).resolve().parents[1] / "docs" / EXPLAINED[which]).read_text(encoding="utf-8")
    return _told(title, size, lines, page, EXPLAINED[which])


def _told(title: str, size: int, lines, page: str, explained: str) -> str:
    fired = [line for line in lines if line.ours.places or line.validators.places or not line.agrees]
    unexplained = [line.code for line in lines if not line.agrees and line.code not in page]
    rows = ["| Rule | Ours | Rows | The validator | Rows | Only ours | Only the validator's | |", "|---|---|--:|---|--:|--:|--:|---|"]
    for line in fired:
        rows.append(
            f"| {line.code} | {line.ours.state} | {line.ours.places.total():,} | {line.validators.state} | {line.validators.places.total():,} "
            f"| {line.ours_only.total():,} | {line.validators_only.total():,} | {'' if line.agrees else f'[explained]({explained})' if line.code in page else '**not explained**'} |"
        )
    agree = sum(line.agrees for line in lines)
    return "\n".join([
        f"### {title}", "",
        f"{size:,} made-up children, three in ten with a fault. {len(lines)} rules compared, {len(fired)} found something on either side, "
        f"{agree} agree, {len(lines) - agree} differ; {len(unexplained)} of the differences are not explained.", "", *rows,
    ])

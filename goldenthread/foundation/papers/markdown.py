"""Light Markdown, as people type it, to blocks.

CommonMark without HTML, with tables. A claim is a link to a record:
`[twelve audits](record:source/qp-audit-da)`. A quotation whose last line starts
with a dash has that line as its attribution, and stands without the quotation marks
that it was typed in, since every writer draws its own. A line that begins with a
bullet is an item of a list. A paragraph "Table: …" right above a table is its
caption. What the blocks cannot say (code, pictures, rules) stays as text: nothing
that was typed is lost. What no paper can hold (a cell beyond the columns, a link in
a heading) is refused with a sentence when it is typed. The typed text remains the
source; there is no way back from blocks to Markdown.

What people may type is told to them in docs/record-file.md, "How text is written".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from goldenthread.foundation.papers.blocks import (
    Claim,
    Column,
    Emphasis,
    Heading,
    Item,
    Link,
    List,
    PaperError,
    Paragraph,
    Quotation,
    Strong,
    Table,
    Text,
    good_address,
    plain,
    to_data,
)
from goldenthread.foundation.papers.blocks.checks import CODE, KEY
from goldenthread.foundation.values import without_blank_ends

_ATTRIBUTION = re.compile(r"\A\s*(?:—|–|--|-)\s*(\S.*)\Z", re.DOTALL)
# A line that begins with a bullet as Word or a PDF gives it is an item of a list, as it was meant.
_BULLET = re.compile(
    "^([ \\t]*)[•◦▪▫‣⁃●○■➢\uf02d\uf06c-\uf077\uf09f\uf0a7\uf0a8\uf0b7\uf0be\uf0c4\uf0d8][ \\t\u00a0]+", re.MULTILINE
)
# One pair of quotation marks round everything: “…”, "…" or ‘…’; an apostrophe closes nothing before the end.
_ENCLOSED = re.compile(r"\A(“[^“”]*”|\"[^\"]*\"|‘[^‘]*’)\Z", re.DOTALL)
_MARKS = re.compile(r"[*_`\[\]\\<>#|&!~-]|^\s*\d+[.)]", re.MULTILINE)  # what might be more than plain words
_ALIGN = {"text-align:right": "right", "text-align:center": "centre", "text-align:left": "left"}


def _parser() -> MarkdownIt:
    # Off: whatever would swallow typed characters (references, rules) or turn an indent or underline into a surprise.
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.disable(["html_block", "html_inline", "reference", "code", "lheading", "hr"])
    parser.validateLink = lambda href: True  # refused below, with a sentence
    parser.normalizeLink = lambda href: href
    return parser


_PARSER = _parser()


def parse(text: str, heading_level: int = 2) -> tuple:
    """Blocks from typed text. `#` becomes a heading of `heading_level`, `##` the next, down to 4.

    Raises PaperError with a full sentence for a link that leads to anything but the web, an e-mail address, a
    heading of the same paper or a record, for a link where no paper can hold one, and for a row of a table with more
    cells than columns.
    """
    typed = _BULLET.sub(r"\1- ", text or "")
    tokens = _PARSER.parse(typed)
    for _, cells, columns in _rows_too_long(tokens, typed):
        raise PaperError(
            f"A row of a table has {len(cells)} cells for {columns} columns: “{' | '.join(cells)}”. Add a column to "
            "its first line, or take a cell out. A stroke inside a cell is written \\|."
        )
    blocks = tuple(_blocks(SyntaxTreeNode(tokens).children, heading_level))
    _all_links_stand(tokens, blocks)
    return blocks


def parse_stored(text: str, heading_level: int = 2) -> tuple:
    """The same from a text that stands in the record, by whatever way it came there. Never raises: a link that leads
    nowhere that a paper leads to becomes its words and, in brackets, where it led."""
    tokens = _stored(_BULLET.sub(r"\1- ", text or ""))
    return tuple(_blocks(SyntaxTreeNode(tokens).children, heading_level))


def _stored(text: str) -> list[Token]:
    """The tokens of a text that stands already: nothing in it is refused, and nothing is lost."""
    tokens = _without_faulty_links(_PARSER.parse(text))
    for row, cells, columns in list(_rows_too_long(tokens, text)):
        last = next(token for token in reversed(tokens[row : _end_of_row(tokens, row)]) if token.type == "inline")
        last.children.append(Token("text", "", 0, content="".join(f" | {cell}" for cell in cells[columns:])))
    return tokens


def _rows_too_long(tokens: list[Token], text: str) -> Iterator[tuple[int, list[str], int]]:
    """(place among the tokens, its cells as typed, how many there are columns) of each row of a table with more cells
    than columns. The parser keeps the first ones and says nothing.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")  # as the parser counts them
    for place, token in enumerate(tokens):
        if token.type != "tr_open" or token.map is None or token.map[0] >= len(lines):
            continue
        columns = sum(one.type in ("td_open", "th_open") for one in tokens[place : _end_of_row(tokens, place)])
        row = re.sub(r"\A[\s>]*\|?|\|?\s*\Z", "", lines[token.map[0]])
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", row)]
        if len(cells) > columns:
            yield place, cells, columns


def _end_of_row(tokens: list[Token], place: int) -> int:
    return next(number for number in range(place, len(tokens)) if tokens[number].type == "tr_close")


def _all_links_stand(tokens: list[Token], blocks: tuple) -> None:
    """Raises PaperError for a link whose words a paper takes and whose address it could not hold: in a heading, the
    head of a table, its caption, or beneath a quotation.
    """
    standing = Counter(_leads(to_data(blocks)))
    for token in tokens:
        for place, inner in enumerate(token.children or ()):
            href = str(inner.attrs.get("href", "")) if inner.type == "link_open" else ""
            if href and not standing[href]:
                words = token.children[place + 1].content
                raise PaperError(
                    f"The link “{words}” stands where a paper can hold no link: in a heading, the head of a table, its "
                    "caption or beneath a quotation. Put it into the text beside."
                )
            standing[href] -= 1


def _leads(data: object) -> Iterator[str]:
    """The address of every link and claim in the data of some blocks."""
    if isinstance(data, dict):
        if data.get("type") in ("link", "claim"):
            yield data.get("href") or f"record:{data['noun']}/{data['key']}"
        data = list(data.values())
    if isinstance(data, list):
        for inner in data:
            yield from _leads(inner)


def _without_faulty_links(tokens: list) -> list:
    for token in tokens:
        opened = None
        for place, inner in enumerate(token.children or ()):
            if inner.type == "link_open":
                opened = place
            elif inner.type == "link_close" and opened is not None:
                href = str(token.children[opened].attrs.get("href", ""))
                words = "".join(one.content for one in token.children[opened:place])
                if _link_fault(href, words):
                    token.children[opened] = Token("text", "", 0, content="")
                    token.children[place] = Token("text", "", 0, content=f" ({href})" if href else "")
                opened = None
    return tokens


def parse_runs(text: str) -> tuple:
    """Runs from one stored text of one line (or several, which are joined): for a table cell, a list item, an impact.
    Never raises, as `parse_stored`."""
    parts: list = []
    for node in SyntaxTreeNode(_stored(text or "")).children:
        parts.extend(_joined(parts, _flat(node)))
    return _tidy(parts)


def words(text: str) -> str:
    """The plain words of a typed text on one line, without its marks: for a title, a list, a cover. Never raises."""
    marked = _MARKS.search(text or "")
    return " ".join((plain(parse_runs(text)) if marked else text or "").split())


def _blocks(nodes: list, level: int) -> list:
    done: list = []
    for node in nodes:
        if node.type == "heading":
            words = plain(_inline(node)).strip()
            if words:
                done.append(Heading(min(int(node.tag[1]) - 1 + level, 4), words))
        elif node.type in ("bullet_list", "ordered_list"):
            items = _items(node)
            if items:
                start = int(node.attrs.get("start", 1))
                done.append(List(items, ordered=node.type == "ordered_list", start=start))
        elif node.type == "blockquote":
            done.extend(_quotation(node))
        elif node.type == "table":
            done.append(_table(node, _taken_caption(done)))
        else:
            runs = _tidy(_flat(node))
            if plain(runs).strip():
                done.append(Paragraph(runs))
    return done


def _items(node: SyntaxTreeNode) -> list:
    """One run tuple an item, or an `Item` where a list or a further paragraph stands inside it."""
    items: list = []
    for item in node.children:
        line: tuple = ()
        below: list = []
        for child in item.children:
            if child.type in ("bullet_list", "ordered_list"):
                if inner := _items(child):
                    start = int(child.attrs.get("start", 1))
                    below.append(List(inner, ordered=child.type == "ordered_list", start=start))
            elif plain(runs := _tidy(_flat(child))).strip():
                if line or below:
                    below.append(Paragraph(runs))
                else:
                    line = runs
        if line or below:
            items.append(Item(line, below) if below else line)
    return items


def _quotation(node: SyntaxTreeNode) -> list:
    runs: list = []
    for child in node.children:
        runs.extend(_joined(runs, _flat(child, keep_breaks=True)))
    lines = _lines(runs)
    attribution = ""
    if len(lines) > 1 and (found := _ATTRIBUTION.match(plain(tuple(lines[-1])))):
        attribution = found.group(1).strip()
        lines.pop()
    words: list = []
    for line in lines:
        if words:
            words.append(Text("\n"))
        words.extend(line)
    words = unquoted(_tidy(words))
    return [Quotation(words, attribution)] if plain(words).strip() else []


def unquoted(runs: tuple) -> tuple:
    """The same words without the pair of quotation marks that encloses all of them: for a block that draws its own."""
    words = plain(runs)
    if not (runs and _ENCLOSED.match(words) and isinstance(runs[0], Text) and isinstance(runs[-1], Text)):
        return runs
    first, last = Text(runs[0].text[1:]), Text(runs[-1].text[:-1])
    return _tidy((Text(words[1:-1]),) if len(runs) == 1 else (first, *runs[1:-1], last))


def _lines(runs: list) -> list[list]:
    """Runs cut at the line feeds that stand in plain text."""
    lines: list[list] = [[]]
    for run in runs:
        if not isinstance(run, Text):
            lines[-1].append(run)
            continue
        first, *rest = run.text.split("\n")
        lines[-1].append(Text(first))
        lines.extend([Text(part)] for part in rest)
    return [line for line in lines if plain(tuple(line)).strip()]


def _taken_caption(done: list) -> str:
    if done and isinstance(done[-1], Paragraph):
        words = plain(done[-1].runs)
        if words.startswith("Table:") and words[6:].strip():
            done.pop()
            return words[6:].strip()
    return ""


def _table(node: SyntaxTreeNode, caption: str) -> Table:
    heads = node.children[0].children[0].children
    columns = [Column(plain(_inline(cell)), _ALIGN.get(cell.attrs.get("style", ""), "left")) for cell in heads]
    body = node.children[1].children if len(node.children) > 1 else []
    rows = [[_tidy(_inline(cell)) for cell in row.children] for row in body]
    return Table(caption, columns, rows)


def _flat(node: SyntaxTreeNode, keep_breaks: bool = False) -> list:
    """The runs of any block, one line a part."""
    if node.type in ("paragraph", "heading", "th", "td", "inline"):
        return _inline(node, keep_breaks)
    if node.type in ("fence", "code_block"):
        return [Text("\n".join(filter(None, [node.info, node.content.rstrip("\n")])))]
    if node.type in ("bullet_list", "ordered_list"):
        return _marked(node, keep_breaks)
    runs: list = []
    for child in node.children:
        runs.extend(_joined(runs, _flat(child, keep_breaks)))
    return runs


def _marked(node: SyntaxTreeNode, keep_breaks: bool) -> list:
    """The items of a list as lines that begin with their mark."""
    start = int(node.attrs.get("start", 1))
    runs: list = []
    for number, item in enumerate(node.children, start):
        mark = f"{number}. " if node.type == "ordered_list" else "– "
        own: list = []
        for child in item.children:
            own.extend(_joined(own, _flat(child, keep_breaks)))
        runs.extend(_joined(runs, [Text(mark), *own]))
    return runs


def _joined(before: list, more: list) -> list:
    return [Text("\n"), *more] if before and more else more


def _inline(node: SyntaxTreeNode, keep_breaks: bool = False) -> list:
    if node.type != "inline":
        return [run for child in node.children for run in _inline(child, keep_breaks)]
    return _runs(node.children, keep_breaks)


def _runs(nodes: list, keep_breaks: bool) -> list:
    runs: list = []
    for node in nodes:
        if node.type == "softbreak":
            runs.append(Text("\n" if keep_breaks else " "))
        elif node.type == "hardbreak":
            runs.append(Text("\n"))
        elif node.type in ("strong", "em"):
            dress = Strong if node.type == "strong" else Emphasis
            runs.append(dress(_merged(_runs(node.children, False))))
        elif node.type == "link":
            runs.append(_link(str(node.attrs.get("href", "")), _merged(_runs(node.children, False))))
        elif node.type == "image":
            source = str(node.attrs.get("src", ""))
            runs.append(Text(f"{node.content} ({source})" if source else node.content))
        else:
            runs.append(Text(node.content))
    return runs


def _link(href: str, runs: tuple) -> Link | Claim:
    fault = _link_fault(href, plain(runs))
    if fault:
        raise PaperError(fault)
    if href.startswith("record:"):
        noun, _, key = href[7:].partition("/")
        return Claim(runs, noun, key)
    return Link(runs, href)


def _link_fault(href: str, words: str) -> str:
    """What is wrong with a link, as a sentence; "" for a good one."""
    words = without_blank_ends(words)
    if not words:
        return f"The link to “{href}” has no words: write them between the square brackets."
    if href.startswith("record:"):
        noun, _, key = href[7:].partition("/")
        if CODE.match(noun) and KEY.match(key):
            return ""
        return (
            f"“{href}” does not name a record: write record:, the kind of record, a slash and its key, "
            f"for example record:source/audit-2024."
        )
    if good_address(href):
        return ""
    return (
        f"The link “{words}” leads to “{href}”. A link can lead to a web address (starting https:// or http://), "
        f"an e-mail address (starting mailto:), a heading of the same paper (starting #) or a record (record:)."
    )


def _tidy(runs: list | tuple) -> tuple:
    """The same runs without the spaces at both ends."""
    done = list(_merged(runs))
    if done and isinstance(done[0], Text):
        done[0] = Text(done[0].text.lstrip())
    if done and isinstance(done[-1], Text):
        done[-1] = Text(done[-1].text.rstrip())
    return _merged(done)


def _merged(runs: list | tuple) -> tuple:
    """The same runs; neighbouring plain texts joined, empty ones left out."""
    done: list = []
    for run in runs:
        if isinstance(run, Text) and done and isinstance(done[-1], Text):
            done[-1] = Text(done[-1].text + run.text)
        elif plain((run,)):
            done.append(run)
    return tuple(done)

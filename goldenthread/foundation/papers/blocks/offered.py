"""Blocks that a room offers: stored and signed as what they say, written as the basic blocks that they come down to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import ClassVar

from goldenthread.foundation import room
from goldenthread.foundation.papers.blocks.checks import PaperError
from goldenthread.foundation.papers.blocks.pictures import Chart, Drawing
from goldenthread.foundation.papers.blocks.words import (
    KeyFigure,
    List,
    Months,
    Note,
    Paragraph,
    Quotation,
    Summary,
    Table,
)

BASIC = (Paragraph, List, Quotation, KeyFigure, Table, Summary, Note, Months, Chart, Drawing)


class RoomBlock:
    """What a room's own block is: a frozen dataclass of text, whole numbers and tuples of its `PARTS`.

    `basic()` gives the basic blocks as which page, PDF and Word write it, so that no writer knows of it. A room names
    its blocks in `Offer.blocks`. Its name becomes its code in the signed text ("ThreadPicture" is `thread_picture`),
    so a name that was signed once stays.
    """

    __slots__ = ()
    PARTS: ClassVar[tuple[type, ...]] = ()

    def basic(self) -> tuple:
        """Blocks of the types in `BASIC`; no heading, since the list of contents is made from the stored paper."""
        raise NotImplementedError


@cache
def room_blocks() -> tuple[type[RoomBlock], ...]:
    """Every block that a room offers."""
    return tuple(room.offered("blocks"))


def written_out(blocks: Iterable[object]) -> tuple:
    """The same blocks, a room's own as the basic ones that it comes down to."""
    done: list = []
    for block in blocks:
        if not isinstance(block, RoomBlock):
            done.append(block)
            continue
        basic = block.basic()
        for one in basic:
            if not isinstance(one, BASIC):
                raise PaperError(f"{type(block).__name__} cannot be written as {type(one).__name__}.")
        done.extend(basic)
    return tuple(done)

"""The formats that come as XML: their tables, where each element goes, and who splits a row that holds several."""

from collections.abc import Callable

from ..formats.cin import CIN
from ..formats.ssda903 import SSDA903
from ..tables import Format
from . import cin_xml, ssda903_xml

FORMS: dict[str, tuple[Format, Callable, Callable | None]] = {
    "cin": (CIN, cin_xml.layout, None),
    "ssda903": (SSDA903, ssda903_xml.layout, ssda903_xml.Children),
}


def of(code: str) -> tuple[Format, Callable, Callable | None]:
    """Format, maker of its layout, maker of what takes its rows. Raises KeyError."""
    return FORMS[code]

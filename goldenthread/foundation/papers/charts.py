"""The house's chart specification, drawn: → Vega-Lite → SVG, without a network.

Colours are tokens (`drawing.TOKENS`): CSS variables on pages, plain colours for paper through `drawing.concrete`.
A drawing is kept by the hash of its specification, in this process and, where the settings name a cache "papers",
there too. A value that is about, over or under is drawn lighter with a broken edge and says so; an unknown one is
a gap that says so.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from html import escape

import vl_convert
from django.conf import settings
from django.core.cache import caches

from goldenthread.foundation.papers import typefaces
from goldenthread.foundation.papers.blocks import (
    Chart,
    Drawing,
    Picture,
    Specification,
    canonical,
    from_data,
    spoken_value,
)
from goldenthread.foundation.papers.drawing import FAMILIES, FONT, colour, wrapped
from goldenthread.foundation.papers.text import table_under

WIDE, NARROW = 640, 320
_SERIES = [f"series-{place}" for place in range(1, 7)]
_EDITION = "6"  # changes when the drawing changes, so that kept drawings are not used


def draw(specification: Specification, title: str, *, narrow: bool = False) -> str:
    """SVG with colour tokens, named `title`, `role="img"`. `narrow` is for phones."""
    key = hashlib.sha256(canonical(specification) + (b"n" if narrow else b"w") + _EDITION.encode()).hexdigest()
    drawn = _kept(key, canonical(specification), narrow)
    named = escape(title, quote=True)
    form = "papers-narrow" if narrow else "papers-wide"
    return drawn.replace(
        "<svg ", f'<svg role="img" aria-label="{named}" class="papers-chart-picture {form}" ', 1
    ).replace(">", f"><title>{escape(title)}</title>", 1)


def as_drawing(chart: Chart, *, on_screen: bool = False) -> Drawing:
    """A chart as writers write it; `on_screen` draws it for narrow screens too."""
    wide = draw(chart.specification, chart.alternative)
    narrow = draw(chart.specification, chart.alternative, narrow=True) if on_screen else ""
    picture = Picture(wide, chart.alternative, narrow)
    return Drawing(chart.title, chart.sentence, (picture,), table_under(chart), width=84)


@lru_cache(maxsize=512)
def _kept(key: str, exact: bytes, narrow: bool) -> str:
    shared = caches["papers"] if "papers" in settings.CACHES else None
    drawn = shared.get(key) if shared else None
    if drawn is None:
        drawn = _drawn(exact, narrow)
        if shared:
            shared.set(key, drawn, timeout=None)
    return drawn


def _drawn(exact: bytes, narrow: bool) -> str:
    _register()
    made = vl_convert.vegalite_to_svg(json.dumps(vega_lite(from_data(json.loads(exact)), narrow=narrow)))
    return _house_style(made)


@lru_cache(maxsize=1)
def _register() -> None:
    for folder in typefaces.FOLDERS:
        vl_convert.register_font_directory(str(folder))


def _house_style(svg: str) -> str:
    """Clip paths are numbered from one in every drawing; two drawings on one page must not share names."""
    mark = hashlib.sha256(svg.encode()).hexdigest()[:8]
    svg = re.sub(r'id="(clip\d+)"', rf'id="{mark}-\1"', svg)
    svg = svg.replace(f'font-family="{FONT}"', f'font-family="{FAMILIES}"')  # a name with a figure needs quotes
    svg = re.sub(r"url\(#(clip\d+)\)", rf"url(#{mark}-\1)", svg)
    return re.sub(
        r' (role="graphics-[a-z]+"|aria-[a-z]+="[^"]*"|class="[^"]*")', "", svg
    )  # the whole has one name, parts none


def vega_lite(specification: Specification, *, narrow: bool = False) -> dict:
    """The Vega-Lite specification."""
    layers = {"line": _line, "row": _row}.get(specification.kind, _bars)(specification, narrow)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": (NARROW if narrow else WIDE) - (20 if specification.kind == "row" else 40),
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": 4,
        "data": {"values": _rows(specification)},
        **({"title": {"text": specification.unit}} if specification.unit else {}),
        "config": _CONFIG,
        **layers,
    }


def _rows(spec: Specification) -> list[dict]:
    """One row a figure. Vega needs numbers; they never leave the drawing."""
    rows = []
    for one in spec.series:
        for place, category in enumerate(spec.categories):
            raw = one.values[place]
            exact = raw[:1] not in ("~", "<", ">")
            rows.append(
                {
                    "category": category,
                    "series": one.label,
                    "value": float(raw if exact else raw[1:]) if raw else None,
                    "said": spoken_value(raw),
                    "sign": raw[: len(raw) - len(raw.lstrip("~<>"))] + spoken_value(raw.lstrip("~<>")) if raw else "?",
                    "exact": bool(raw) and exact,
                    "known": bool(raw),
                }
            )
    return rows


_CONFIG = {
    "font": FONT,
    "aria": False,
    "background": None,
    "view": {"stroke": None},
    "title": {
        "anchor": "start",
        "frame": "bounds",
        "color": colour("muted"),
        "fontSize": 14,
        "fontWeight": "normal",
        "offset": 14,
    },
    "axis": {
        "labelColor": colour("ink"),
        "titleColor": colour("muted"),
        "titleFontWeight": "normal",
        "labelFontSize": 14,
        "titleFontSize": 14,
        "gridColor": colour("line"),
        "domainColor": colour("muted"),
        "ticks": False,
        "labelPadding": 8,
        "titlePadding": 12,
    },
    "legend": {
        "labelColor": colour("ink"),
        "labelFontSize": 14,
        "labelLimit": 0,
        "title": None,
        "orient": "top",
        "symbolType": "square",
        "symbolSize": 140,
        "offset": 12,
    },
}


def _by_value(labels: dict[str, str | list[str]]) -> str:
    """A label for each value, as Vega's expression."""
    return f"{json.dumps(labels)}[datum.value]"


def _short(text: str, most: int) -> str:
    """A label cut to so many characters.

    Vega's own limits, in pixels, are off: it cuts in the middle of what JavaScript keeps in two halves, an emoji for
    instance, and then cannot measure the half.
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _colours(spec: Specification, narrow: bool) -> dict:
    """By series where there are several; one colour otherwise, and the highlight apart from the rest."""
    labels = [one.label for one in spec.series]
    if len(labels) == 1:
        if spec.highlight in spec.categories:
            chosen = {"test": {"field": "category", "equal": spec.highlight}, "value": colour("series-1")}
            return {"color": {"condition": chosen, "value": colour("series-2")}}
        return {"color": {"value": colour("series-1")}}
    if spec.highlight in labels:
        rest = iter(_SERIES[1:] * len(labels))
        palette = [colour("series-1" if label == spec.highlight else next(rest)) for label in labels]
    else:
        palette = [colour(_SERIES[place % len(_SERIES)]) for place in range(len(labels))]
    scale = {"domain": labels, "range": palette}
    room, needs = (NARROW if narrow else WIDE) - 60, [8 * min(len(label), 40) + 34 for label in labels]
    legend = {
        "columns": 0 if sum(needs) <= room else max(1, room // max(needs)),
        "labelExpr": _by_value({label: _short(label, 40) for label in labels}),
    }
    return {"color": {"field": "series", "type": "nominal", "scale": scale, "legend": legend}}


OVER = 30  # the room that the words over the tallest bar or point need


def _height(narrow: bool) -> int:
    """How high bars and lines are drawn."""
    return 190 if narrow else 220


def _with_room_above(spec: Specification, narrow: bool) -> dict:
    """A scale that ends so far above the tallest mark that its words stand clear of legend and unit."""
    most = max((float(raw.lstrip("~<>")) for one in spec.series for raw in one.values if raw), default=0)
    return {"scale": {"zero": True, "domainMax": most * _height(narrow) / (_height(narrow) - OVER)}} if most > 0 else {}


def _measure(spec: Specification, **axis: object) -> dict:
    return {
        "field": "value",
        "type": "quantitative",
        "axis": {"title": None, "format": ",~f", "tickCount": 5, "domain": False, **axis},
    }


def _broken() -> dict:
    """A figure that is not exact is lighter, with a broken edge."""

    def unless_exact(then: object, otherwise: object) -> dict:
        return {"condition": {"test": "datum.known && !datum.exact", "value": then}, "value": otherwise}

    return {
        "fillOpacity": unless_exact(0.4, 1),
        "stroke": unless_exact(colour("ink"), "transparent"),
        "strokeDash": unless_exact([4, 3], [1, 0]),
    }


def _category(spec: Specification, narrow: bool) -> dict:
    room = (NARROW if narrow else WIDE) - 60
    width = max(4, int(room / len(spec.categories) / 8))
    labels = {text: wrapped(text, width) for text in spec.categories}
    crowded = max(len(line) for lines in labels.values() for line in lines) > width
    axis = {"title": spec.category_title or None, "labelAngle": -40 if crowded else 0, "labelLimit": 0}
    axis["labelExpr"] = _by_value({text: _short(text, 28) for text in labels} if crowded else labels)
    return {"field": "category", "type": "nominal", "sort": list(spec.categories), "axis": axis}


def _bars(spec: Specification, narrow: bool) -> dict:
    x = _category(spec, narrow)
    x["scale"] = {"paddingInner": 0.35, "paddingOuter": 0.15}
    stacked = spec.kind == "stacked"
    y = (
        {**_measure(spec), "stack": "zero"}
        if stacked
        else {**_measure(spec), "stack": None, **_with_room_above(spec, narrow)}
    )
    encoding = {"x": x, "y": y, **_colours(spec, narrow)}
    if spec.kind in ("grouped", "bar") and len(spec.series) > 1:
        encoding["xOffset"] = {"field": "series", "sort": [one.label for one in spec.series]}
    mark = {"type": "bar", "strokeWidth": 1, "cornerRadiusEnd": 0 if stacked else 2}
    layers = [{"mark": mark, "encoding": _broken()}]
    if not stacked:
        layers.append(_labels(len(spec.categories) * len(spec.series), narrow, -9))
    return {"height": _height(narrow), "encoding": encoding, "layer": layers}


def _row(spec: Specification, narrow: bool) -> dict:
    width = 18 if narrow else 34
    labels = {text: wrapped(text, width) for text in spec.categories}
    lines = max(len(one) for one in labels.values())
    y = {
        "field": "category",
        "type": "nominal",
        "sort": list(spec.categories),
        "scale": {"paddingInner": 0.35, "paddingOuter": 0.1},
        "axis": {
            "title": None,
            "labelLimit": 0,
            "labelExpr": _by_value({text: [_short(line, 42) for line in lines] for text, lines in labels.items()}),
            "domain": False,
        },
    }
    x = {**_measure(spec, grid=False, labels=False), "stack": None, "scale": {"nice": False}}
    encoding = {"y": y, "x": x, **_colours(spec, narrow)}
    if len(spec.series) > 1:
        encoding["yOffset"] = {"field": "series", "sort": [one.label for one in spec.series]}
    mark = {"type": "bar", "strokeWidth": 1, "cornerRadiusEnd": 2}
    if len(spec.series) == 1:
        mark["height"] = 20
    layers = [
        {"mark": mark, "encoding": _broken()},
        _said({"dx": 6, "align": "left"}),
    ]
    return {
        "height": {"step": max(24, 18 * lines + 14) if len(spec.series) == 1 else 24},
        "encoding": encoding,
        "layer": layers,
    }


def _line(spec: Specification, narrow: bool) -> dict:
    x = _category(spec, narrow)
    x["scale"] = {"padding": 0.35}
    encoding = {
        "x": x,
        "y": {**_measure(spec), "stack": None, **_with_room_above(spec, narrow)},
        **_colours(spec, narrow),
    }
    dot = {"type": "point", "size": 70, "strokeWidth": 2, "opacity": 1}
    layers = [
        {"mark": {"type": "line", "strokeWidth": 2.5, "invalid": "break-paths-show-path-domains"}},
        {"transform": [{"filter": "datum.exact"}], "mark": {**dot, "filled": True}},
        {"transform": [{"filter": "datum.known && !datum.exact"}], "mark": {**dot, "filled": False}},
    ]
    layers.append(_labels(len(spec.categories) if len(spec.series) == 1 else 99, narrow, -12))
    return {"height": _height(narrow), "encoding": encoding, "layer": layers}


def _labels(count: int, narrow: bool, above: int) -> dict:
    """Words where there is room for them, signs (~ > < ?) where there is less, only what is not exact in a crowd."""
    place = {"dy": above, "baseline": "alphabetic"}
    if count <= (3 if narrow else 9):
        return _said(place)
    if count <= (7 if narrow else 14):
        said = _said(place)
        return {**said, "encoding": {**said["encoding"], "text": {"field": "sign"}}}
    return _unsure(place)


def _said(place: dict) -> dict:
    """Each figure in words at its mark."""
    return {
        "transform": [{"calculate": "datum.known ? datum.value : 0", "as": "value"}],
        "mark": {"type": "text", "fontSize": 14, **place},
        "encoding": {"text": {"field": "said"}, "color": {"value": colour("ink")}, "opacity": {"value": 1}},
    }


def _unsure(place: dict) -> dict:
    """Only what is not exact carries its sign where words would crowd; the table says it in words."""
    said = _said(place)
    transform = [{"filter": "!datum.exact"}, *said["transform"]]
    return {**said, "transform": transform, "encoding": {**said["encoding"], "text": {"field": "sign"}}}

"""Pictures small enough to stand in a line of the scorecard. The sentence beside them says the same, so they are hidden
from aids to reading. Colours come from the classes of the house."""

from decimal import Decimal
from html import escape

WIDTH = 240


def _at(value: float) -> str:
    return f"{value:.1f}"


def rows(bars) -> str:
    """Lying bars. `bars`: (name, number, whether it is ours)."""
    most = max((abs(number) for _, number, _ in bars), default=Decimal(0)) or Decimal(1)
    out = []
    for place, (name, number, ours) in enumerate(bars):
        top, wide = place * 34, float(max(number, Decimal(0)) / most) * WIDTH
        kind = "gt-series-1" if ours else "dataset-beside"
        out.append(
            f'<text x="0" y="{top + 12}" class="dataset-small-words">{escape(name)}</text>'
            f'<rect x="0" y="{top + 17}" width="{_at(max(wide, 1.5))}" height="9" rx="2" class="{kind}"/>'
        )
    return _svg(len(bars) * 34, "".join(out))


def lines(series, level=None) -> str:
    """One line for each area over time. `series`: lists of (day, number), oldest first; the scale begins at 0.

    `level` is what the newest is held beside, as a broken line.
    """
    days = [day for points in series for day, _ in points]
    first, length = min(days), max((max(days) - min(days)).days, 1)
    most = max([number for points in series for _, number in points] + [level or Decimal(0)]) or Decimal(1)
    height, out = 64, []

    def up(number):
        return height - 6 - float(max(number, Decimal(0)) / most) * (height - 14)

    if level is not None:
        out.append(f'<line x1="0" y1="{_at(up(level))}" x2="{WIDTH}" y2="{_at(up(level))}" class="dataset-level"/>')
    for place, points in enumerate(series[:6], 1):
        where = [(6 + (day - first).days / length * (WIDTH - 12), up(number)) for day, number in points]
        path = " ".join(f"{_at(x)},{_at(y)}" for x, y in where)
        x, y = where[-1]
        out.append(
            f'<polyline points="{path}" class="dataset-line dataset-line-{place}"/><circle cx="{_at(x)}" '
            f'cy="{_at(y)}" r="4" class="gt-series-{place}"/>'
        )
    axis = f'<line x1="0" y1="{height - 5}" x2="{WIDTH}" y2="{height - 5}" class="gt-chart-axis"/>'
    return _svg(height, axis + "".join(out))


def _svg(height, inside):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'aria-hidden="true" focusable="false" class="dataset-small">{inside}</svg>'
    )

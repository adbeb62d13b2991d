"""Numbers as people type them, read by the one reader of `foundation/values.py`."""

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.foundation import values


def _read(reader, value, **bounds):
    try:
        return reader(value, **bounds)
    except values.Unfit as unfit:
        raise ValidationError(str(unfit).replace("%", "%%"), code="invalid_number") from None


class WholeField(forms.IntegerField):
    """A whole number from `min_value` to `max_value`, which no column fails to hold; "1,204" is 1204."""

    def __init__(self, *, min_value=0, max_value=values.MOST_WHOLE, **options):
        super().__init__(min_value=min_value, max_value=max_value, **options)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        return _read(values.whole, value, least=self.min_value, most=self.max_value)


class NumberField(forms.DecimalField):
    """A number with decimals, "1,204.5"; "43.2%" too where `percent`. Cleans to Decimal or None.

    One outside `usual`, from the least to the most or None, is asked about.
    """

    usual = (None, None)

    def __init__(self, *, max_digits=16, decimal_places=4, percent=False, **options):
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, **options)
        self.percent = percent

    def asks(self, number):
        least, most = self.usual
        shown = f"{number:,f}".replace("-", "\u2212")
        if least is not None and number < least:
            said = f"{shown} is under {least}: check it."
        elif most is not None and number > most:
            said = f"{shown} is over {most}: check it."
        else:
            return []
        return [(said, f"Keep {shown} all the same")]

    def to_python(self, value):
        if value in self.empty_values:
            return None
        return _read(values.decimal, value, digits=self.max_digits, places=self.decimal_places, percent=self.percent)

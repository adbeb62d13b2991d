"""Form fields and the base of every form: what was typed is kept, and an error says how to mend it."""

import datetime
from dataclasses import dataclass

from django import forms
from django.core import validators
from django.db.models.fields import BLANK_CHOICE_DASH

from goldenthread.foundation import values

from . import posted
from .day_fields import DayField as DayField
from .day_fields import TypedDay as TypedDay
from .questions import Asks
from .words import day as in_words
from .words import lower_first

DASHES = BLANK_CHOICE_DASH[0][1]


DETERMINERS = {"a", "an", "the", "your", "their", "our", "any", "each"}
DETERMINERS |= {"what", "who", "whom", "why", "how", "when", "where"}


def with_article(words):
    """ "agency that owns it" as an error names it: "the agency that owns it". Questions and sentences stay."""
    return words if words.endswith("?") or words.split(" ")[0].lower() in DETERMINERS else f"the {words}"


class MarkdownInput(forms.Textarea):
    """A plain textarea; the script puts a toolbar above it."""

    def __init__(self, attrs=None):
        super().__init__({"rows": 8, **(attrs or {})})


class MarkdownField(forms.CharField):
    """Light Markdown: paragraphs, headings, lists, strong, emphasis, links. Cleans to str with plain line ends."""

    widget = MarkdownInput

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


@dataclass(frozen=True)
class ConflictRow:
    label: str
    typed: str
    saved: str


@dataclass(frozen=True)
class Conflict:
    """Somebody saved the same thing meanwhile: who, when, and each text that differs."""

    by: str
    at: datetime.datetime
    rows: tuple


class HouseForm(Asks, forms.Form):
    """The base of every form: texts that are read alike, errors that say how to mend, a hidden version, and both texts
    in a conflict.
    """

    use_required_attribute = False
    conflict = None
    looking = False  # whether it was sent to find something for one of its lists: see `choice_fields.LookingForm`

    def __init__(self, data=None, files=None, *, version=None, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(data, files, **kwargs)
        self._lost, self.ticks = frozenset(), {}
        if self.is_bound:
            letter_for_letter = {
                self.add_prefix(name)
                for name, field in self.fields.items()
                if isinstance(field.widget, forms.PasswordInput)
            }
            self.data, self._lost = posted.cleaned(self.data, letter_for_letter)
        if version is not None:
            # Without an id: a template that draws a form in parts draws what is hidden with each of them.
            hidden = forms.HiddenInput(attrs={"id": False})
            self.fields["version"] = forms.CharField(required=False, widget=hidden, initial=str(version))
        for field in self.fields.values():
            _say_how_to_mend(field)
            _name_the_empty_choice(field)

    @property
    def posted_version(self) -> int:
        """The version that the person had in front of them; 0, which nothing has, when the form carries none."""
        name = self.add_prefix("version")
        return values.version(self.data.get(name, "") if self.is_bound else self["version"].value() or "")

    def refilled(self) -> None:
        """What a form does once a draft was put into it."""

    def is_stale(self, current_version):
        """Whether somebody saved between this person's reading and posting."""
        return self.is_bound and str(self.data.get(self.add_prefix("version"), "")) != str(current_version)

    def _clean_fields(self):
        """What is ticked twice is ticked once: a browser never sends that, and a table refuses the second row."""
        super()._clean_fields()
        for name, field in self.fields.items():
            if isinstance(field, forms.MultipleChoiceField) and name in self.cleaned_data:
                self.cleaned_data[name] = list(dict.fromkeys(self.cleaned_data[name]))

    def _post_clean(self):
        """A text that came in part is shown again without what was lost, and is not taken before it was read."""
        by_html_name = {self.add_prefix(name): name for name in self.fields}
        for name in sorted(self._lost):
            self.add_error(by_html_name.get(name), posted.LOST)

    def show_conflict(self, *, by, at, saved, version):
        """Show what was typed beside what was saved; the next post counts as knowing of both.

        `saved` gives the value that now stands for each field name. Fields that agree are not shown.
        """
        rows = tuple(
            ConflictRow(self[name].label, typed, stands)
            for name, value in saved.items()
            if (typed := self._shown(name, self[name].value())) != (stands := self._shown(name, value))
        )
        self.conflict = Conflict(by, at, rows)
        self.knows_of(version)
        self.add_error(
            None,
            f"{by} saved this while you were typing. Compare both texts, change yours if you need to, and save again.",
        )

    def knows_of(self, version: int) -> None:
        """What is posted from the form as it is shown next counts as knowing of this version."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(version)

    def refuse(self, error, field=None):
        """Put a rule's sentence beside the field that it concerns, or at the top."""
        self.add_error(field, str(error))

    def _shown(self, name, value):
        """A field's value in words, for comparing and reading."""
        field = self.fields[name]
        if isinstance(value, TypedDay):
            return str(_day_or_typed(value))
        if isinstance(value, datetime.date):
            return in_words(value)
        if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
            chosen = {str(getattr(one, "pk", one)) for one in value or ()}
            return ", ".join(str(label) for key, label in field.choices if str(key) in chosen)
        if isinstance(field, forms.ChoiceField):
            key = str(getattr(value, "pk", value) if value is not None else "")
            return next((str(label) for choice, label in _flat(field.choices) if str(choice) == key), key)
        if isinstance(field, forms.BooleanField):
            return "Yes" if field.to_python(value) else "No"
        return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _flat(choices):
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


def _day_or_typed(typed):
    try:
        return in_words(DayField().clean(typed))
    except forms.ValidationError:
        return " ".join(part for part in (typed.day, typed.month, typed.year) if part)


def _say_how_to_mend(field):
    """Give a field sentences of our own wherever it still has the library's."""
    label = str(field.label or "")
    about = with_article(lower_first(label))
    question = label.endswith("?")
    if isinstance(field, forms.FileField):
        _replace(
            field,
            required=f"Choose a file: {about}" if question else f"Choose a file for {about}",
            empty="The file is empty: choose another",
        )
    elif isinstance(field, forms.BooleanField):
        _replace(field, required=f"Tick the box to go on: {lower_first(label)}")
    elif isinstance(field, forms.ChoiceField):
        _replace(field, required=f"Choose an answer: {about}" if question else f"Choose {about}")
        for code in ("invalid_choice", "invalid_pk_value", "invalid_list"):
            if code in field.error_messages:
                _replace(field, **{code: "That choice is not on the list: choose one that is"})
    else:
        _replace(field, required=f"Give an answer: {about}" if question else f"Enter {about}")
    if isinstance(field, forms.IntegerField):
        decimal = isinstance(field, forms.DecimalField | forms.FloatField)
        _replace(field, invalid="Type a number, such as 43.2" if decimal else "Type a whole number, such as 12")
    elif isinstance(field, forms.EmailField):
        _replace(field, invalid="Type an e-mail address in full, such as name@example.org")
    _say_limits(field)


def _name_the_empty_choice(field):
    """A list of things begins with words, where its author gave none, and not with the library's dashes."""
    if isinstance(field, forms.ModelChoiceField) and field.empty_label == DASHES:
        field.empty_label = "Choose one" if field.required else "None"


def _replace(field, **messages):
    """Set messages that the form's author did not write."""
    library = {}
    for each in reversed(type(field).__mro__):
        library.update(getattr(each, "default_error_messages", {}))
    for code, text in messages.items():
        if field.error_messages.get(code) == library.get(code):
            field.error_messages[code] = text


LIMIT_WORDS = {
    validators.MaxLengthValidator: "Use %(limit_value)d characters or fewer: there are %(show_value)d",
    validators.MinLengthValidator: "Use %(limit_value)d characters or more: there are %(show_value)d",
    validators.MaxValueValidator: "Type %(limit_value)s or less",
    validators.MinValueValidator: "Type %(limit_value)s or more",
    validators.URLValidator: "Type a web address in full, such as https://www.example.org",
    validators.ProhibitNullCharactersValidator: posted.LOST,
    validators.EmailValidator: "Type an e-mail address in full, such as name@example.org",
}


def _say_limits(field):
    for validator in field.validators:
        words = LIMIT_WORDS.get(type(validator))
        if words:
            field.error_messages[validator.code] = words

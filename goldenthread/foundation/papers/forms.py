"""Text that will stand in a paper, read by the papers' own parser as soon as it is typed."""

from django.core.exceptions import ValidationError

from goldenthread.foundation.papers.blocks import PaperError
from goldenthread.foundation.papers.markdown import parse
from goldenthread.foundation.ui.fields import MarkdownField


class PaperField(MarkdownField):
    """Light Markdown. A link that no paper takes is refused with the parser's sentence."""

    def validate(self, value):
        super().validate(value)
        try:
            parse(value)
        except PaperError as fault:
            raise ValidationError(str(fault).replace("%", "%%"), code="unreadable") from None

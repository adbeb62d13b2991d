"""Passwords that are guessed at once, whatever their length: repeated, counted, typed along the keyboard, or common."""

import re
import unicodedata

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

FEWEST_LETTERS = 6  # different ones
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
NEIGHBOURS = frozenset(pair for row in ROWS for line in (row, row[::-1]) for pair in zip(line, line[1:], strict=False))
# What stands for a letter in many a "clever" password.
LOOK_ALIKE = str.maketrans("0134578@$!", "oieastbasi")
OWN_WORDS = {"golden", "thread", "goldenthread", "safeguarding", "partnership", "children", "council", "police"}
MOST_PIECES = 2
SENTENCE = "This password is easily guessed. Choose another: three words that do not belong together make a good one."


class GuessedAtOnceValidator:
    """Refuses a password of few different letters, of runs along the keyboard, or made of one or two common words.

    `Password2026!`, `qwertyuiop123`, `letmeinletmein`, `123456789012`, twelve blanks. Common words are Django's
    20,000 common passwords and the house's own; digits and signs round them do not help.
    """

    def __init__(self):
        self.common = CommonPasswordValidator().passwords | OWN_WORDS

    def validate(self, password: str, user=None) -> None:
        plain = unicodedata.normalize("NFKC", password).casefold().strip()
        if len(set(plain)) < FEWEST_LETTERS or self._pieces(plain) <= MOST_PIECES:
            raise ValidationError(SENTENCE, code="password_guessed_at_once")

    def get_help_text(self) -> str:
        return "Three words that do not belong together make a good password."

    def _pieces(self, plain: str) -> int:
        """In how few pieces, each easily guessed, the password can be read; more than any number when in none."""
        core = re.sub(r"^[^a-z]+|[^a-z]+$", "", plain) or plain
        return min(self._fewest(core), self._fewest(plain.translate(LOOK_ALIKE)), self._fewest(plain))

    def _fewest(self, text: str) -> int:
        never = len(text) + MOST_PIECES + 1
        fewest = [0] + [never] * len(text)
        for end in range(1, len(text) + 1):
            for start in range(max(0, end - 24), end):
                if fewest[start] < MOST_PIECES and self._easy(text[start:end], text[:start]):
                    fewest[end] = min(fewest[end], fewest[start] + 1)
        return fewest[-1]

    def _easy(self, piece: str, before: str) -> bool:
        """A common word, a run along the keyboard, one letter again and again, or what stood just before it."""
        if len(piece) < 3:
            return not piece.isalnum()
        steps = set(zip(piece, piece[1:], strict=False))
        return (
            piece in self.common
            or steps <= NEIGHBOURS
            or len(set(piece)) == 1
            or (len(piece) >= 4 and before.endswith(piece))
            or bool(re.fullmatch(r"(19|20)\d\d", piece))
        )

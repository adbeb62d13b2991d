"""What a page says, for tests: how its template is laid out over lines is nobody's concern."""


def words(answer) -> str:
    """The text of an answer, or of a piece of HTML, with each run of white space as one space."""
    text = answer if isinstance(answer, str) else answer.content.decode()
    return " ".join(text.split())

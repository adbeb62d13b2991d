"""What a form is given, before its fields read it: every text as it is kept, whichever field it belongs to."""

from goldenthread.foundation import values

LOST = "There was a character here that cannot be kept. It was taken out: read the text again, then save it."


def cleaned(data, left_alone=()) -> tuple[object, frozenset[str]]:
    """The same posted data (a QueryDict or a dict) with each text read by `values`, and the names of those that held a
    character that cannot be kept. `left_alone` names what is taken letter for letter, such as a password.
    """
    given = dict(data.lists()) if hasattr(data, "lists") else {name: [value] for name, value in data.items()}
    changed, lost = {}, set()
    for name, texts in given.items():
        if name in left_alone:
            continue
        read = [_read(one, name, lost) for one in texts]
        if read != texts:
            changed[name] = read
    if not changed:
        return data, frozenset(lost)
    data = data.copy()
    for name, read in changed.items():
        if hasattr(data, "setlist"):
            data.setlist(name, read)
        else:
            data[name] = read[0]
    return data, frozenset(lost)


def word(data, name: str) -> str:
    """One text of posted data that no form reads: the key behind a button. "" where it is not there."""
    return values.without_blank_ends(values.as_read(str(data.get(name, ""))))


def _read(one, name, lost):
    if not isinstance(one, str):
        return one
    try:
        return values.text(one)
    except values.Unfit:
        lost.add(name)
        return values.without_blank_ends(values.as_read(one))

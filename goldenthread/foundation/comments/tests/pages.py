"""What the tests of the whole house walk in comments: see tests/house/answers.py."""

from goldenthread.foundation.comments import operations
from tests.house.answers import BOTH, LATE, SEATS, UNIT, text

PAGES = [
    ("/west/comments/", SEATS),
    ("/west/comments/on/action/{agreed}/", SEATS),
    ("/west/comments/on/action/{agreed}/add/", SEATS),
    ("/west/comments/on/finding/{finding}/add/", SEATS),
    ("/west/comments/on/recommendation/{recommendation}/add/", SEATS),
    ("/west/comments/{said}/", SEATS),
    ("/west/comments/{said}/reply/", SEATS),
    ("/west/comments/{said}/correct/", UNIT),  # the manager wrote it
    ("/west/comments/{said}/withdraw/", UNIT),
    ("/west/comments/{replied}/hide/", UNIT),
]
POSTS = [
    ("/west/comments/{asked}/close/", {}, "302 404 403 403 403 302"),  # the manager asked
    ("/west/comments/{hidden_comment}/show/", {}, "302 404 403 403 403 302"),
]
EDITS = [
    ("/west/comments/{said}/correct/", *text("text"), BOTH),
    ("/west/comments/{said}/withdraw/", {}, {}, LATE),
    ("/west/comments/{replied}/hide/", *text("reason"), LATE),
]
ALONE = ("/west/comments/{said}/correct/", "/west/comments/{said}/withdraw/")


def things(cast, made, given):
    manager = {"by": cast.viewer(), "now": cast.now}
    said = operations.comment_on(thing=made.agreed, text="Which teams are meant?", **manager)
    replied = operations.reply(comment=said, text="All of them.", **given)
    asked = operations.comment_on(thing=made.finding, text="In which files?", asks=cast.agencies["health"], **manager)
    hidden = operations.comment_on(thing=made.finding, text="Too much was said.", **given)
    operations.hide(comment=hidden, version=hidden.version, reason="It named somebody.", **manager)
    return {"said": said, "replied": replied, "asked": asked, "hidden_comment": hidden}

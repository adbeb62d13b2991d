"""Every write to the thread. Each takes `by` and `now`, and `on` for what happened on a day."""

from goldenthread.thread.operations.actions import (
    add_action,
    agree,
    assure,
    edit_action,
    edit_evidence,
    give_evidence,
    hand_over,
    move_due,
    report_done,
    report_progress,
    send_back,
    withdraw_action,
)
from goldenthread.thread.operations.audience import (
    keep_closer,
    name_reader,
    note_named_reading,
    release,
    remove_reader,
    reword_public,
)
from goldenthread.thread.operations.findings import (
    Answering,
    add_finding,
    add_recommendation,
    answer,
    close_recommendation,
    correct_answer,
    edit_finding,
    edit_recommendation,
    lead_nowhere,
    reopen_recommendation,
    withdraw_recommendation,
)
from goldenthread.thread.operations.impacts import (
    edit_impact,
    edit_voice,
    give_consent,
    judge_impact,
    record_voice,
    withdraw_consent,
)
from goldenthread.thread.operations.proposals import decline, propose, start_proposed, take_up
from goldenthread.thread.operations.sources import (
    add_priority,
    add_source,
    add_theme,
    edit_priority,
    edit_source,
    note_export,
)

__all__ = [
    "Answering", "add_action", "add_finding", "add_priority", "add_recommendation", "add_source", "add_theme", "agree", "answer",
    "assure", "close_recommendation", "correct_answer", "decline", "edit_action", "edit_evidence", "edit_finding", "edit_impact", "edit_priority", "edit_recommendation",
    "edit_source", "edit_voice", "give_consent", "give_evidence", "hand_over", "judge_impact", "keep_closer", "lead_nowhere",
    "move_due", "name_reader", "note_export", "note_named_reading", "propose", "record_voice", "release",
    "remove_reader", "reopen_recommendation", "reword_public", "report_done", "report_progress", "send_back", "start_proposed", "take_up",
    "withdraw_action", "withdraw_consent", "withdraw_recommendation",
]  # fmt: skip

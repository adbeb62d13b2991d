"""Every write to people, bodies, groups and seats."""

from goldenthread.foundation.organisations.operations.account_changes import (
    ask_for_reset,
    change_address,
    confirm_account_change,
    decline_account_change,
    object_to_account_change,
)
from goldenthread.foundation.organisations.operations.accounts import (
    invite,
    may_manage,
    send_invitation,
    set_account,
)
from goldenthread.foundation.organisations.operations.bodies import (
    add_agency,
    add_group,
    add_partnership,
    add_period,
    add_person,
    add_person_with_seat,
    edit_body,
    edit_group,
    edit_person,
    give_house_seat,
    start_partnership,
    succeed,
)
from goldenthread.foundation.organisations.operations.delegations import add_delegation, edit_delegation
from goldenthread.foundation.organisations.operations.group_endings import end_group
from goldenthread.foundation.organisations.operations.leaving import end_membership, hand_over_owed
from goldenthread.foundation.organisations.operations.merging import merge_agency
from goldenthread.foundation.organisations.operations.names import (
    agree_to_name,
    decline_name,
    rename_agency,
    rename_group,
    rename_partnership,
)
from goldenthread.foundation.organisations.operations.seats import (
    Of,
    confirm_seat,
    decline_seat,
    edit_seat,
    give_seat,
)

__all__ = [
    "Of",
    "add_agency",
    "add_delegation",
    "add_group",
    "add_partnership",
    "add_period",
    "add_person",
    "add_person_with_seat",
    "agree_to_name",
    "ask_for_reset",
    "change_address",
    "confirm_account_change",
    "confirm_seat",
    "decline_account_change",
    "decline_name",
    "decline_seat",
    "edit_body",
    "edit_delegation",
    "edit_group",
    "edit_person",
    "edit_seat",
    "end_group",
    "end_membership",
    "give_house_seat",
    "give_seat",
    "hand_over_owed",
    "invite",
    "may_manage",
    "merge_agency",
    "object_to_account_change",
    "rename_agency",
    "rename_group",
    "rename_partnership",
    "send_invitation",
    "set_account",
    "start_partnership",
    "succeed",
]

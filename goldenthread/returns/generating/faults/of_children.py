"""Faults in who a child is."""

import datetime

from .register import fault

DAY = datetime.timedelta(days=1)


@fault
def wrong_check_letter(draw, child, year):
    number = child.fields.get("UPN")
    if number:
        child.fields["UPN"] = ("B" if number[0] == "A" else "A") + number[1:]
    return bool(number)


@fault
def letters_in_pupil_number(draw, child, year):
    number = child.fields.get("UPN")
    if number:
        child.fields["UPN"] = number[:6] + "X" + number[7:]
    return bool(number)


@fault
def no_pupil_number_nor_reason(draw, child, year):
    return bool(child.fields.pop("UPN", None) or child.fields.pop("UPNunknown", None))


@fault
def no_ethnicity(draw, child, year):
    child.ethnicity = draw.choice(("", "XXXX", "wbri"))
    return True


@fault
def no_sex(draw, child, year):
    name = "Sex" if "Sex" in child.fields else "GenderCurrent"
    child.fields[name] = draw.choice(("", "X"))
    return True


@fault
def none_and_a_disability(draw, child, year):
    child.disabilities = ["NONE", "LD"]
    return True


@fault
def same_disability_twice(draw, child, year):
    child.disabilities = ["LD", "LD"]
    return True


@fault
def unknown_disability(draw, child, year):
    child.disabilities = ["ZZZ"]
    return True


@fault
def no_child_id(draw, child, year):
    child.fields["LAchildID"] = ""
    return True


@fault
def long_child_id(draw, child, year):
    child.fields["LAchildID"] = f"{child.fields['LAchildID']}{'0' * 20}"
    return True


@fault
def slash_in_child_id(draw, child, year):
    child.fields["LAchildID"] = f"{child.fields['LAchildID']}/1"
    return True


@fault
def same_child_again(draw, child, year):
    child.fields["LAchildID"] = "M0000001"
    return True


@fault
def died_before_birth(draw, child, year):
    child.fields["PersonDeathDate"] = child.born - DAY
    return True


@fault
def born_after_the_year(draw, child, year):
    if "PersonBirthDate" in child.fields:
        child.fields["PersonBirthDate"] = datetime.date(year, 6, 1)
        return True
    return False


@fault
def no_birth_date(draw, child, year):
    return bool(child.fields.pop("PersonBirthDate", None))


@fault
def no_episode(draw, child, year):
    child.episodes = []
    return True

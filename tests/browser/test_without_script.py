"""With JavaScript turned off: the same forms do the same things."""

import datetime

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = datetime.date(2025, 9, 10)
PASSWORD = "a long walk by the river"


def test_from_signing_in_to_a_chapter_of_the_report(sit_down, cast):
    user = cast.person("business_manager").user
    user.set_password(PASSWORD)
    user.save()
    manager = sit_down(java_script_enabled=False)
    manager.go("/west/thread/work/add/")
    manager.fill("E-mail address", user.email)
    manager.fill("Password", PASSWORD)
    manager.press("Sign in")
    manager.heading("Record a piece of work")
    record(manager)
    follow_it(manager)
    write(manager)


def record(manager):
    manager.fill("What is it called?", "Audit of school transfers")
    manager.choose("What kind of work was it?", "Multi-agency case file audit")
    manager.choose("Which group holds it?", "West Partnership")
    manager.day("When was it?", DAY)
    manager.press("Record it")
    manager.heading("Audit of school transfers")


def follow_it(manager):
    manager.follow("Add a finding")
    manager.tick("An area for development")
    manager.press("Add this finding")
    manager.reads("There is a problem")
    manager.fill("What was found?", "Files arrived late in three of eight schools.")
    manager.press("Add this finding")
    manager.follow("Add an action")
    manager.fill("What will be done?", "Send files on the day of transfer.")
    manager.choose("Which agency owns it?", "West Council")
    manager.day("By when?", datetime.date(2030, 1, 31))
    manager.press("Add this action")
    manager.follow("Send files on the day of transfer.")
    manager.follow("Agree this action")
    manager.page.get_by_label("Today").check()
    manager.press("Agree it")
    manager.follow("The thread")
    manager.follow("Action plan")
    manager.choose("Agency", "West Council")
    manager.press("Show these")
    manager.reads("Send files on the day of transfer.")


def write(manager):
    manager.follow("Yearly report")
    manager.follow("Begin a yearly report")
    manager.tick("2025-26")
    manager.fill("Title", "Yearly report 2025-26")
    manager.press("Begin this report")
    manager.follow("Foreword")
    manager.follow("Write")
    manager.fill("What you write", "This year we read files together.")
    manager.fill("Whose words are these?", "The chair")
    manager.press("Save")
    manager.reads("The words of The chair.")

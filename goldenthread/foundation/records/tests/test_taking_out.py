"""What is taken out: the same state gives the same bytes, and nobody takes out what they may not read."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings

from goldenthread.foundation import values
from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.people.models import Body, Person
from goldenthread.foundation.records.operations import take_out
from goldenthread.foundation.records.tests.conftest import (
    GOOD,
    THEN,
    empty_house,
    example_files,
    manager_of,
    put_in,
    taken_out,
    write,
)
from goldenthread.foundation.records.tests.test_writing_out import texts
from goldenthread.foundation.records.writing_out import scalar
from goldenthread.foundation.room import Refused

pytestmark = pytest.mark.django_db


def everything(key):
    """What somebody takes out who is also a listed reader."""
    chair = Person.objects.filter(key="tidewater-chair").first()
    return taken_out(key, by=manager_of(Body.objects.get(key=key), chair and chair.pk))


def round_trip(files, key, tmp_path):
    """Load files into an empty house and take them out again."""
    with empty_house():
        put_in(write(tmp_path, files))
        return everything(key)


def test_the_worked_example_comes_back_byte_for_byte(folder, tmp_path):
    with empty_house():
        put_in(folder)
        first = everything("north-haven")
    assert round_trip(first, "north-haven", tmp_path / "again") == first
    assert set(first) == {"manifest.yaml", "undated.yaml", "2022.yaml", "2023.yaml", "2024.yaml"}


def test_a_record_that_uses_every_field_comes_back_byte_for_byte(tmp_path):
    with empty_house():
        put_in(GOOD)
        assert put_in(GOOD).nothing_changed
        first = everything("tidewater")
    assert "rapid-review-a-e1" in first["2023.yaml"]
    assert round_trip(first, "tidewater", tmp_path / "again") == first


def test_readers_leave_with_what_listed_people_read_and_with_nothing_wider():
    """Files of before list them by their keys alone; taken out they say what is said of each."""
    with empty_house():
        put_in(GOOD)
        whole = "".join(everything("tidewater").values())
        assert "- person: tidewater-chair" in whole and "why: A relative works there." in whole
        shared = "".join(taken_out("tidewater", up_to="agency").values())
    assert "School audit" in shared and "sister" in whole
    assert "readers:" not in shared and "sister" not in shared and "relative" not in shared


def test_what_is_taken_out_says_all_that_was_put_in(tmp_path):
    """Nothing of the good record is lost: loading what was taken out over it finds no difference."""
    with empty_house():
        put_in(GOOD)
        first = everything("tidewater")
    put_in(write(tmp_path / "again", first))
    assert put_in(GOOD).nothing_changed


@given(title=texts.filter(str.strip), words=texts)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_byte_for_byte(title, words, tmp_path):
    title, words = (text.replace("\x00", "").encode("utf-8", "ignore").decode() for text in (title, words))
    title = values.without_blank_ends(" ".join(values.as_read(title).splitlines()))[:200].strip() or "x"
    files = example_files()
    files["2021.yaml"] = (
        f"sources:\n  - key: odd\n    kind: other\n    group: partnership\n    on: 2021-01-01\n    audience: public\n"
        f"    title: {scalar(title, 2)}    summary: {scalar(words, 2)}"
        f"    actions:\n      - key: odd-a\n        state: proposed\n        text: {scalar(words + 'x', 4)}"
    )
    with empty_house():
        put_in(write(tmp_path / "odd", files))
        first = everything("north-haven")
    assert round_trip(first, "north-haven", tmp_path / "again") == first


class TestCircles:
    def test_only_what_the_circle_holds(self):
        put_in(GOOD)
        public = "".join(taken_out("tidewater", up_to="public").values())
        assert "coast-review-f1" in public
        assert "coast-review-a1" in public
        assert "rapid-review-a-r1" not in public, "it is not told that the action answers a closed recommendation"
        assert "school-audit" not in public
        assert "tidewater-chair" not in public, "people and their seats are not for the public"
        assert "Within what we hold" not in public

    def test_a_released_part_is_taken_out_without_its_confidential_source(self):
        put_in(GOOD)
        public = "".join(taken_out("tidewater", up_to="public").values())
        assert "on: 2023-04-01/2024-03-31" in public, "of closed work the year goes along, April to March"
        assert "A partner was not asked." in public
        assert "The form was changed." in public
        for secret in (
            "rapid-review-a\n",
            "The school was not asked",
            "Change the form",
            "2023-05-09",
            "20 of 20",
            "Tell the schools",
        ):
            assert secret not in public

    def test_the_text_behind_goes_as_far_as_its_own_circle(self):
        """The action's own text is for the group; its source is kept to listed people and goes without a name."""
        put_in(GOOD)
        for up_to, seen in (("partnership", "The form was changed."), ("group", "Change the form: ask for the school")):
            taken = "".join(taken_out("tidewater", up_to=up_to).values())
            assert seen in taken
            assert ("20 of 20" in taken) == (up_to == "group"), "evidence goes with the text that it belongs to"
            assert "title: A rapid review" in taken
            assert "Rapid review A" not in taken
            assert "The school was not asked" not in taken

    def test_somebody_who_is_not_named_takes_out_no_named_record(self):
        put_in(GOOD)
        taken = taken_out("tidewater", up_to="named")["2023.yaml"]
        assert "school-audit" in taken
        assert "The school was not asked" not in taken

    def test_what_was_taken_out_for_the_public_loads_and_comes_back(self, tmp_path):
        with empty_house():
            put_in(GOOD)
            first = taken_out("tidewater", up_to="public")
        with empty_house():
            put_in(write(tmp_path / "public", first))
            assert taken_out("tidewater", up_to="public") == first


class TestOperation:
    def test_it_is_recorded_with_who_and_how_far(self, tmp_path):
        put_in(GOOD)
        body = Body.objects.get(key="tidewater")
        count = take_out(by=manager_of(body), now=THEN, body=body, folder=tmp_path / "out", up_to="partnership")
        line = Line.objects.latest("pk")
        assert (line.verb, line.key, line.by_name) == ("records.taken_out", "tidewater", "The business manager")
        assert f'"{count}"' in line.kept_values.data
        assert "taken_out:" in (tmp_path / "out" / "manifest.yaml").read_text()

    def test_a_full_folder_is_left_alone(self, tmp_path, cast, now):
        (tmp_path / "mine.txt").write_text("mine")
        with pytest.raises(Refused, match="Choose a new folder"):
            take_out(by=cast.viewer(), now=now, body=cast.west, folder=tmp_path, up_to="public")
        assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]

    def test_who_may_not_takes_nothing(self, tmp_path, cast, now):
        for role in ("action_owner", "house_administrator"):
            with pytest.raises(Forbidden):
                take_out(by=cast.viewer(role), now=now, body=cast.west, folder=tmp_path / "out", up_to="public")
        assert not (tmp_path / "out").exists()

    def test_a_changed_file_does_not_fit_its_manifest(self, tmp_path, cast, now):
        from goldenthread.foundation.records.faults import Faulty
        from goldenthread.foundation.records.reading import read

        take_out(by=cast.viewer(), now=now, body=cast.west, folder=tmp_path / "out", up_to="named")
        read(tmp_path / "out")
        path = tmp_path / "out" / "undated.yaml"
        path.write_text(path.read_text().replace("West Partnership", "Best Partnership"))
        with pytest.raises(Faulty, match="changed after the manifest was written"):
            read(tmp_path / "out")


def test_what_people_recorded_comes_back(cast, now, tmp_path):
    """The cast's partnership was made by the product's own operations, not loaded."""
    with empty_house():
        first = taken_out("west", by=cast.viewer())
    assert datetime.date(2025, 4, 1).isoformat() in first["undated.yaml"]
    put_in(write(tmp_path / "west", first))

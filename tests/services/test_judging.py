import os
from pathlib import Path

import pytest

from domain.intake import Refused
from domain.texts import new_text
from services.intake.taking import LooseFile
from services.judging import Judges


def look(file):
    return Refused(file.name, "was looked at.")


def die_at_seven(file):
    """Stands in for a decoder that the system kills."""
    if file.name == "7":
        os._exit(9)
    return look(file)


def files(count):
    return [LooseFile(Path("none"), str(number)) for number in range(count)]


def test_what_is_ready_keeps_its_place_among_what_is_not():
    ready = [new_text("Hello", "t"), Refused("r", "is out.")]
    with Judges(look) as judges:
        found = list(judges.judge([files(2)[0], ready[0], files(2)[1], ready[1]]))
    assert found == [Refused("0", "was looked at."), ready[0], Refused("1", "was looked at."), ready[1]]


def test_items_are_asked_for_bit_by_bit():
    asked = []

    def items():
        for number in range(1_000):
            asked.append(number)
            yield new_text(f"Text {number}", "t")

    with Judges(look) as judges:
        next(judges.judge(items()))
    assert len(asked) < 200


@pytest.mark.slow
@pytest.mark.parametrize("alone", [0, 16])
def test_one_that_kills_its_process_is_named_and_the_rest_goes_on(alone):
    with Judges(die_at_seven, alone=alone) as judges:
        found = list(judges.judge(files(20)))
    assert [one.name for one in found] == [str(number) for number in range(20)]
    assert [one.name for one in found if "was killed" in one.reason] == ["7"]

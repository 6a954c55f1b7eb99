import pytest

from domain.errors import Invalid
from domain.intake import From, Intake, Source, Thing, name_of
from domain.model import Actor


def wrong(written: str) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        Source.of_addresses(written)
    return refused.value.fields


def test_files_come_in_their_order_and_once():
    source = Source.of_files(["F2", "F1", "F2"], "text")
    assert source.things == (Thing(From.FILE, "F2", ""), Thing(From.FILE, "F1", ""))
    assert source.column == "text"
    assert Source.of_files([]).column is None


def test_a_text_is_looked_at_before_it_is_taken():
    assert Source.of_text("Hello", "A message").things == (Thing(From.TEXT, "Hello", "A message"),)
    with pytest.raises(Invalid) as refused:
        Source.of_text("  ", "A message")
    assert refused.value.fields == {"text": "That text is empty."}


def test_addresses_may_stand_in_lines_with_commas_and_as_slack_writes_them():
    written = (
        "https://a.org/1.jpg, https://a.org/2.jpg;\n<https://a.org/3.jpg>\n\n"
        "https://a.org/4.jpg,https://a.org/5,6.jpg https://a.org/1.jpg"
    )
    found = Source.of_addresses(written)
    assert [one.what for one in found.things] == [
        "https://a.org/1.jpg",
        "https://a.org/2.jpg",
        "https://a.org/3.jpg",
        "https://a.org/4.jpg",
        "https://a.org/5,6.jpg",
    ]
    assert {one.origin for one in found.things} == {From.URL}
    assert found.things[0].name == "https://a.org/1.jpg"
    assert found.column is None


def test_addresses_that_whoever_runs_it_trusts():
    assert Source.of_addresses("http://10.0.0.5/a.jpg", ["10.0.0.5"]).things[0].what == "http://10.0.0.5/a.jpg"


@pytest.mark.parametrize("written", ["", " \n", ",", "<>"])
def test_no_address_is_said(written):
    assert wrong(written) == {"addresses": "Write at least one address, one a line: https://example.org/photo.jpg"}


def test_what_is_wrong_is_said_of_the_first_and_the_others_are_counted():
    only = "isn't taken: only http:// and https:// are."
    assert wrong("https://a.org/1.jpg ftp://a.org/") == {"addresses": f"ftp://a.org/ {only}"}
    assert wrong("b ftp://a.org/ c") == {"addresses": f"b {only} 2 more can't be taken either."}
    assert wrong(f"a{'x' * 80}") == {"addresses": f"a{'x' * 78}… {only}"}
    assert wrong(f"a{'x' * 79}") == {"addresses": f"a{'x' * 79} {only}"}


def test_a_thousand_addresses_at_the_most():
    many = [f"https://a.org/{number}.jpg" for number in range(1_001)]
    assert len(Source.of_addresses("\n".join(many[:1_000])).things) == 1_000
    assert wrong("\n".join(many)) == {"addresses": "These are 1,001 addresses. Give at most 1,000 at once."}


def test_the_thing_in_hand():
    intake = Intake(1, Actor("T1", "ANA"), 1, Source.of_files(["F1", "F2"]), at=1)
    assert intake.thing == Thing(From.FILE, "F2", "")
    assert Intake(1, Actor("T1", "ANA"), 1, Source.of_files(["F1", "F2"]), at=2).thing is None


def test_each_line_is_a_text_of_its_own_and_once():
    source = Source.of_lines(" Nice place \n\nNever again\r\nNice place")
    assert source.things == (
        Thing(From.TEXT, "Nice place", "Nice place"),
        Thing(From.TEXT, "Never again", "Never again"),
    )
    assert Source.of_lines(" \n ").things == ()
    with pytest.raises(Invalid) as refused:
        Source.of_lines("fine\n\0")
    assert set(refused.value.fields) == {"texts"}


def test_a_text_is_called_by_its_beginning():
    assert name_of("  A  short\none ") == "A short one"
    assert name_of("x" * 80) == "x" * 80
    assert name_of("word " * 40) == ("word " * 40)[:79].rstrip() + "…"


def test_sources_are_joined_in_their_order():
    files, lines = Source.of_files(["F1"]), Source.of_files(["F2"], "words")
    joined = files.and_also(lines)
    assert [one.what for one in joined.things] == ["F1", "F2"]
    assert joined.column == "words"
    assert lines.and_also(files).column == "words"

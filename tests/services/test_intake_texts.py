import json
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from domain.intake import Refused
from services.intake.taking import BadFile
from services.intake.texts import look, rows


def put(tmp_path: Path, content: bytes | str, name: str = "a.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(path: Path, column: str | None = None) -> list[tuple[str, str]]:
    """(name, text or reason) of every row."""
    table = look(path, path.name)
    found = rows(path, path.name, table, table.column(column))
    return [(one.name, one.reason if isinstance(one, Refused) else one.text or "") for one in found]


def texts(path: Path, column: str | None = None) -> list[str]:
    return [text for _, text in read(path, column)]


def refusal(path: Path, column: str | None = None) -> str:
    with pytest.raises(BadFile) as bad:
        read(path, column)
    return bad.value.reason


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_and_the_columns_are_listed(tmp_path, delimiter):
    lines = [("id", "text", "label"), ("1", "Hello, you; there | here", "a"), ("2", "Bye", "b")]
    content = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    path = put(tmp_path, content)
    table = look(path, "a.csv")
    assert (table.delimiter, table.columns, table.guess) == (delimiter, ("id", "text", "label"), "text")
    assert texts(path) == ["Hello, you; there | here", "Bye"]
    assert texts(path, " LABEL ") == texts(path, "3") == ["a", "b"]


def test_commas_in_the_texts_of_a_single_column_are_no_delimiter(tmp_path):
    path = put(tmp_path, "question\nWell, hm\nNo\nYes, and, so, on\n")
    assert look(path, "a.csv").columns == ("question",)
    assert texts(path) == ["Well, hm", "No", "Yes, and, so, on"]
    assert texts(put(tmp_path, 'question\n"Well, hm"\nNo\n')) == ["Well, hm", "No"]


def test_a_column_that_is_not_clear_must_be_said(tmp_path):
    path = put(tmp_path, "id,words\n1,Hello there\n")
    assert refusal(path) == "has several columns: id, words. Say which one holds the texts."
    assert refusal(path, "text") == "has no column “text”, but these: id, words."
    assert look(path, "a.csv").guess == "words"
    many = put(tmp_path, ",".join(f"c{number}" for number in range(14)) + "\n")
    assert "c11 and 2 more" in refusal(many)


def test_columns_have_names_of_their_own(tmp_path):
    assert look(put(tmp_path, "a,,a\n1,2,3\n"), "a.csv").columns == ("a", "column 2", "a (column 3)")


def test_lines_are_counted_as_an_editor_counts_them(tmp_path):
    path = put(tmp_path, 'text,n\n"one\ntwo",1\n\n  ,2\nlast,3\nshort\n')
    assert read(path) == [
        ("a.csv line 2", "one\ntwo"),
        ("a.csv line 5", "is empty."),
        ("a.csv line 6", "last"),
        ("a.csv line 7", "short"),
    ]
    assert ("a.csv line 7", "is empty.") in read(path, "n")


def test_what_is_too_long_is_refused_by_its_line_and_the_rest_goes_on(tmp_path):
    path = put(tmp_path, f"text\nfirst\n{'x' * 300_000}\nlast\n")
    assert read(path) == [
        ("a.csv line 2", "first"),
        ("a.csv line 3", "is too long: it has 300,000 characters, and a text may have 100,000."),
        ("a.csv line 4", "last"),
    ]


def test_json_lines_have_keys(tmp_path):
    lines = [
        '{"id": 7, "body": "One"}',
        "",
        '{"body": 5}',
        "nonsense",
        '{"text": "no"}',
        "[" * 9_999,
        '{"body": "\\ud800"}',
    ]
    path = put(tmp_path, "\n".join(lines), "a.jsonl")
    assert look(path, "a.jsonl").columns == ("body", "text")
    assert read(path, "body") == [
        ("a.jsonl line 1", "One"),
        ("a.jsonl line 3", "has no text under “body”."),
        ("a.jsonl line 4", "is no JSON."),
        ("a.jsonl line 5", "has no text under “body”."),
        ("a.jsonl line 6", "is no JSON."),
        ("a.jsonl line 7", "holds half a character (a lone surrogate)."),
    ]
    assert texts(put(tmp_path, '"just"\n"words"\n', "b.jsonl")) == ["just", "words"]
    assert "no JSON Lines with texts" in refusal(put(tmp_path, "[1]\n2\n", "c.ndjson"))


def test_plain_lines(tmp_path):
    assert read(put(tmp_path, "one, two\r\n\r\n  three \n", "a.txt")) == [
        ("a.txt line 1", "one, two"),
        ("a.txt line 3", "three"),
    ]
    assert texts(put(tmp_path, "one\n", "b.txt"), "any") == ["one"]


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", "was read as UTF-16: it isn't UTF-8."),
        ("utf-16-le", "was read as UTF-16: it isn't UTF-8."),
        ("utf-16-be", "was read as UTF-16: it isn't UTF-8."),
        ("latin-1", "was read as Latin-1 (Windows-1252): it isn't UTF-8."),
        ("cp1252", "was read as Latin-1 (Windows-1252): it isn't UTF-8."),
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.txt"])
def test_encodings_are_found_and_said(tmp_path, encoding, note, name):
    word = "Café" if encoding == "latin-1" else "Café “here”" if encoding != "cp1252" else "Café €"
    content = {"a.csv": f"text,n\n{word},1\n", "a.jsonl": json.dumps({"text": word}, ensure_ascii=False)}
    path = put(tmp_path, content.get(name, word).encode(encoding), name)
    assert look(path, name).note == note
    assert texts(path) == [word]


def test_what_is_no_text_is_said(tmp_path):
    assert "NUL characters" in refusal(put(tmp_path, bytes(range(256)) * 40))
    assert refusal(put(tmp_path, "hello".encode("utf-32"))) == "is UTF-32. Save it as UTF-8."
    assert refusal(put(tmp_path, "")) == "is empty: its first line must name the columns."
    assert "isn't UTF-16 all through" in refusal(put(tmp_path, b"\xff\xfea\0\0\xd8b\0"))
    undefined = put(tmp_path, b"caf\xe9 \x81", "b.txt")
    assert look(undefined, "b.txt").note == "was read as Latin-1: it isn't UTF-8."


def test_where_a_file_stops_being_what_it_says_the_rest_is_refused_by_its_line(tmp_path):
    good = "".join(f"line {number}\n" for number in range(20_000)).encode("utf-16")
    found = read(put(tmp_path, good + b"\0\xd8x\0", "a.txt"))
    assert found[0] == ("a.txt line 1", "line 0")
    assert "isn't UTF-16. Nothing behind it was read" in found[-1][1]


@settings(max_examples=60)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"))).filter(str.strip), min_size=1, max_size=8))
def test_whatever_a_csv_writer_writes_is_read_back(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    path.write_text("text,n\n" + "".join(f"{cell},1\n" for cell in quoted), encoding="utf-8", newline="")
    assert len(texts(path)) == len(cells)
    assert not [name for name, text in read(path) if text.startswith("is ") and text.endswith("empty.")]

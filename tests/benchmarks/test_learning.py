"""What is measured from labeled data, on a set so easy that the figures are known."""

import sys

import pytest
from PIL import Image

from benchmarks import __main__ as command, confidence, learning

pytestmark = pytest.mark.slow

SAID = {"lost_card": "I lost my card, number {}, somewhere", "exchange_rate": "what is the exchange rate of {} euros?"}


@pytest.fixture
def texts(tmp_path):
    rows = [f'"{words.format(n)}",{name}\n' for name, words in SAID.items() for n in range(52)]
    (tmp_path / "texts.csv").write_text("text,category\n" + "".join(rows), encoding="utf-8")
    return tmp_path


@pytest.fixture
def pictures(tmp_path):
    for half, count in (("train", 21), ("test", 3)):
        for name, colour in (("tomato", (200, 30, 30)), ("sky", (90, 160, 230))):
            folder = tmp_path / half / name
            folder.mkdir(parents=True)
            for n in range(count):
                Image.new("RGB", (64, 64), tuple(one + n for one in colour)).save(folder / f"{n}.png")
    return tmp_path


def test_texts(texts):
    found = learning.measure([texts])
    assert set(found["accuracy"]) == {"texts"}
    assert list(found["accuracy"]["texts"]) == ["0", "1", "3", "5", "10", "20"]
    assert found["accuracy"]["texts"]["20"] == 1
    sure = confidence.measure([texts])
    assert (sure["covered"]["20"], sure["precision"]["20"]) == (1, 1)


def test_pictures_of_other_concepts_than_the_five(pictures):
    found = learning.measure([pictures])
    assert set(found["accuracy"]) == {"ten"}
    assert found["accuracy"]["ten"]["20"] == 1
    assert found["spread"]["ten"]["20"] == 0


def test_without_data_it_says_so(tmp_path):
    with pytest.raises(SystemExit, match="--data DIR"):
        learning.measure([])
    with pytest.raises(SystemExit, match="neither texts"):
        confidence.measure([tmp_path])


def test_all_leaves_out_what_has_no_data(monkeypatch, capsys):
    monkeypatch.setattr(command, "NAMES", command.WITH_DATA)
    monkeypatch.setattr(sys, "argv", ["benchmarks", "all"])
    command.main()
    said = capsys.readouterr()
    assert said.out == ""
    assert [line.split(":")[0] for line in said.err.splitlines()] == list(command.WITH_DATA)

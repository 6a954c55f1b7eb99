import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from domain.clock import SystemClock
from domain.model import InputKind
from services.datasets import Datasets
from services.importing import Importing
from services.intake.folders import find
from store.files import Files
from store.migrating import migrate
from store.unit_of_work import opened
from tests.assist.films import film
from tests.assist.pictures import picture

WORKSPACE = "T1"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "pictures"
    (folder / "deep" / "deeper").mkdir(parents=True)
    return folder


@pytest.fixture
def importing(tmp_path):
    with opened(f"sqlite:///{tmp_path}/labelbot.db", SystemClock()) as store:
        migrate(store)
        yield Importing(Datasets(store), tmp_path / "inputs")


@pytest.fixture
def run(importing, folder):
    return lambda dataset="Birds": importing.run(WORKSPACE, dataset, folder)


def put(path, number=1):
    path.write_bytes(picture(number))


def test_all_of_a_folder_goes_in_once(run, folder, tmp_path):
    for number, name in enumerate(["a.png", "deep/b.png", "deep/deeper/c.png"]):
        put(folder / name, number)
    first, again = run(), run()
    assert (first.added, first.known, first.refused) == (3, 0, ())
    assert (again.added, again.known) == (0, 3)
    kept = [path for path in (tmp_path / "inputs").rglob("*") if path.is_file()]
    assert sorted(path.read_bytes() for path in kept) == sorted(path.read_bytes() for path in folder.rglob("*.png"))


def test_the_same_content_under_another_name_is_the_same_input(run, folder):
    put(folder / "a.png")
    shutil.copy(folder / "a.png", folder / "deep" / "copy.PNG")
    imported = run()
    assert (imported.added, imported.known) == (1, 1)


def test_another_dataset_shares_the_input(run, folder, importing):
    put(folder / "a.png")
    assert (run("One").added, run("Two").added) == (1, 1)
    named = importing._datasets._store.read(lambda unit: unit.catalog.dataset_named(WORKSPACE, "two"))
    assert (named.name, named.inputs) == ("Two", 1)
    assert importing._datasets._store.read(lambda unit: unit.catalog.count_inputs(WORKSPACE)) == 1


def test_what_cannot_be_used_is_named_and_the_rest_goes_in(run, folder):
    put(folder / "good.png")
    whole = (folder / "good.png").read_bytes()
    (folder / "cut.png").write_bytes(whole[: len(whole) // 2])
    (folder / "empty.jpg").touch()
    (folder / "deep" / "mislabeled.jpg").write_bytes(whole)
    (folder / "no_suffix").write_bytes(whole)
    (folder / "scan.tiff").write_bytes(b"II*\x00")
    (folder / "notes.txt").write_text("no picture")
    imported = run()
    assert (imported.added, imported.others) == (1, 1)
    reasons = {one.name: one.reason for one in imported.refused}
    assert set(reasons) == {"cut.png", "empty.jpg", "deep/mislabeled.jpg", "no_suffix", "scan.tiff"}
    assert "is empty" in reasons["empty.jpg"]
    assert "Save it as JPEG or PNG" in reasons["scan.tiff"]


def test_what_is_hidden_is_left_alone(run, folder):
    put(folder / ".a.png")
    (folder / ".trash").mkdir()
    put(folder / ".trash" / "b.png")
    (folder / "__MACOSX").mkdir()
    put(folder / "__MACOSX" / "c.png")
    imported = run()
    assert imported.is_empty
    assert imported.refused == ()


def test_a_link_within_the_folder_is_the_same_input_and_one_out_of_it_is_refused(run, folder, tmp_path):
    put(folder / "a.png")
    put(tmp_path / "secret.png", 2)
    (folder / "within.png").symlink_to(folder / "a.png")
    (folder / "out.png").symlink_to(tmp_path / "secret.png")
    (folder / "dead.png").symlink_to(folder / "nowhere.png")
    (folder / "round").symlink_to(folder)
    imported = run()
    assert (imported.added, imported.known) == (1, 1)
    assert {one.name for one in imported.refused} == {"out.png", "dead.png"}


def test_what_never_ends_is_not_read(run, folder):
    os.mkfifo(folder / "pipe.png")
    (refused,) = run().refused
    assert refused.reason == "is no file."


def test_names_that_are_no_text_are_shown_with_a_mark(folder):
    (folder / os.fsdecode(b"caf\xe9\x1b[31m.png")).touch()
    (file,) = find(folder).files
    assert file.name == "caf\ufffd\ufffd[31m.png"


def test_the_inputs_are_named_by_their_way_in_the_folder(run, folder, importing, tmp_path):
    put(folder / "deep" / "b.png")
    run()
    store = importing._datasets._store
    found = store.read(lambda unit: unit.catalog.input(1))
    assert (found.name, Files(tmp_path / "inputs").path(found.sha256).exists()) == ("deep/b.png", True)


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_they_are_written_in_chunks_and_the_last_is_written_too(run, folder, monkeypatch, count):
    monkeypatch.setattr("services.importing._CHUNK", 2)
    for number in range(count):
        put(folder / f"{number}.png", number)
    (folder / "zz.png").touch()
    assert run().added == count


@pytest.mark.slow
def test_many_go_through_several_processes_in_chunks(run, folder):
    for number in range(230):
        put(folder / f"{number}.png", number)
    (folder / "100.png").write_bytes(b"broken")
    imported = run()
    assert (imported.added, [one.name for one in imported.refused]) == (229, ["100.png"])


def test_a_table_of_texts_goes_in_by_its_column(importing, tmp_path):
    table = tmp_path / "bank.csv"
    table.write_text("text,category\nIs my card lost?,lost\nis my card lost?,lost\nIs my card lost?,lost\n,lost\n")
    imported = importing.run(WORKSPACE, "Bank", table)
    assert (imported.added, imported.known) == (2, 1)
    assert [(one.name, one.reason) for one in imported.refused] == [("bank.csv line 5", "is empty.")]
    by_category = importing.run(WORKSPACE, "Categories", table, column="category")
    assert (by_category.added, by_category.known) == (1, 3)
    found = importing._datasets._store.read(lambda unit: unit.catalog.input(1))
    assert (found.kind, found.text, found.name) == (InputKind.TEXT, "Is my card lost?", "bank.csv line 2")


def test_texts_beside_pictures_are_notes_about_these(run, folder):
    (folder / "notes.txt").write_text("one\ntwo\n")
    (folder / "more.csv").write_text("text\nthree\n")
    assert run("Texts").added == 3
    put(folder / "a.png")
    imported = run()
    assert (imported.added, imported.others) == (1, 2)


def test_a_folder_may_hold_videos(run, folder, tmp_path, importing):
    film(folder / "deep" / "a.mp4")
    (folder / "b.webm").write_bytes(b"broken")
    (folder / "c.mov").write_bytes(b"other")
    imported = run()
    assert imported.added == 1
    assert {one.name: one.reason for one in imported.refused} == {
        "b.webm": "holds something that is no MP4 or WebM.",
        "c.mov": "is of a kind that isn't taken. Save it as MP4 or WebM.",
    }
    found = importing._datasets._store.read(lambda unit: unit.catalog.input(1))
    assert (found.kind, found.name, found.width, found.height) == (InputKind.VIDEO, "deep/a.mp4", 64, 48)
    assert (found.mimetype, found.seconds) == ("video/mp4", 1.2)
    files = Files(tmp_path / "inputs")
    assert files.path(found.sha256).read_bytes() == (folder / "deep" / "a.mp4").read_bytes()
    assert files.thumbnail_path(found.sha256).exists()


def test_how_a_table_was_read_is_said(importing, tmp_path):
    table = tmp_path / "bank.csv"
    table.write_bytes("text\nCafé\n".encode("latin-1"))
    assert importing.run(WORKSPACE, "Bank", table).notes == (
        "bank.csv was read as Latin-1 (Windows-1252): it isn't UTF-8.",
    )
    table.write_text("id,comment\n1,Hello\n2,Bye\n")
    assert importing.run(WORKSPACE, "Bank", table).notes == ("bank.csv gave the texts that stand in “comment”.",)
    assert importing.run(WORKSPACE, "Bank", table, column="id").notes == ()


def test_real_texts_go_in(importing):
    table = Path(__file__).parents[3] / "shared" / "data" / "banking77" / "texts.csv"
    if not table.exists():
        pytest.skip("The banking77 texts are not here.")
    first, again = (importing.run(WORKSPACE, "Bank", table) for _ in range(2))
    assert (first.added, first.refused, again.added) == (600, (), 0)


def test_progress_is_told_up_to_the_end(importing, folder):
    for number in range(5):
        put(folder / f"{number}.png", number)
    told = []
    importing.run(WORKSPACE, "Birds", folder, lambda done, total: told.append((done, total)))
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_several_at_once_add_each_input_once(run, folder):
    for number in range(12):
        put(folder / f"{number}.png", number)
    with ThreadPoolExecutor(4) as pool:
        imported = list(pool.map(lambda _: run(), range(4)))
    assert sum(one.added for one in imported) == 12
    assert all(one.added + one.known == 12 for one in imported)

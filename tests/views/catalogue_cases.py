"""Every state of the windows of concepts, datasets and versions."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from slack_sdk.models.views import View

from domain.model import InputKind, PictureState
from domain.read_models import (
    CompareModel,
    ConceptLine,
    ConceptPage,
    DatasetLine,
    DatasetModel,
    DatasetPage,
    InputLine,
    MergeModel,
    NewVersionModel,
    RenameModel,
    VersionLine,
    VersionModel,
    VersionPage,
    VersionStatus,
)
from views.slack import adding, concepts, datasets, notices, versions
from views.slack.parts import Message

AT = datetime(2026, 11, 24, 4, 20, tzinfo=UTC)
CONCEPT = ConceptLine(1, "Cat", 3, 1204)
CONCEPTS = ConceptPage((CONCEPT, ConceptLine(2, "Dog", 1, 1)), 0, 1, 2, "", may_change=True)
RENAME = RenameModel(1, "Cat")
MERGE = MergeModel(1, "Kitty", 2, "Cat", 3, 1204)
DATASET = DatasetLine(5, "Pets", 40, 2, 1)
DATASETS = DatasetPage((DATASET, DatasetLine(6, "Leaves", 1, 0, 0)), 0, 1, 2, "")
PICTURE = InputLine(11, "IMG_0012.jpg", InputKind.IMAGE, PictureState.READY, file="F0123456789", width=640, height=480)
TEXT = InputLine(12, "reviews.csv, row 3", InputKind.TEXT, PictureState.MISSING, text="I love this " * 40)
VIDEO = replace(PICTURE, id=13, name="walk.mp4", kind=InputKind.VIDEO, file=None, url="https://l.example.com/v.jpg")
ITEMS = (PICTURE, TEXT, replace(VIDEO, seconds=83.4), replace(PICTURE, id=14, state=PictureState.SCANNING))
KINDS = ((InputKind.IMAGE, 38), (InputKind.TEXT, 1), (InputKind.VIDEO, 1))
PETS = DatasetModel(5, "Pets", KINDS, 40, ("Cats and dogs", "Breeds"), 1, ITEMS, 1, 4)
BARE = DatasetModel(6, "Leaves", (), 0, (), 0, (), 0, 1)
VERSION = VersionLine(7, "Cats v1", 5, "Pets", 3, "Cats and dogs", VersionStatus.READY, 40, 38, "U0ANA00000", AT)
MAKING = replace(VERSION, id=8, name="Pets v2", task=None, task_name=None, status=VersionStatus.MAKING, inputs=10)
MADE = VersionModel(VERSION, (("Cat", 20), ("None of these", 18)), 44, 1)
COMPARED = CompareModel(VERSION, replace(VERSION, id=9, name="Cats v2"), 4, 0, (("Cat", 3, 1), ("Dog", 0, 2)))
FILES = (("F0000000001", "cat.png"), ("F0000000002", "dog.png"))

CATALOGUE: dict[str, Callable[[], Message | View]] = {
    "concepts": lambda: concepts.modal(CONCEPTS),
    "concepts_done": lambda: concepts.modal(replace(CONCEPTS, note="Added “Cat”. There was already: “Dog”.")),
    "concepts_found": lambda: concepts.modal(replace(CONCEPTS, query="c", page=1, pages=3, total=45)),
    "concepts_merging": lambda: concepts.modal(replace(CONCEPTS, rows=(replace(CONCEPT, labels_coming=900),))),
    "concepts_for_guest": lambda: concepts.modal(replace(CONCEPTS, may_change=False)),
    "concepts_none": lambda: concepts.modal(replace(CONCEPTS, rows=(), total=0)),
    "concepts_none_guest": lambda: concepts.modal(replace(CONCEPTS, rows=(), total=0, may_change=False)),
    "concepts_none_found": lambda: concepts.modal(replace(CONCEPTS, rows=(), total=0, query="x")),
    "concept_only_one": lambda: concepts.modal(replace(CONCEPTS, rows=(CONCEPT,), total=1)),
    "concept_add": lambda: concepts.add_modal(1, "c"),
    "concept_rename": lambda: concepts.rename_modal(RENAME, 0, ""),
    "concept_rename_stale": lambda: concepts.rename_modal(RENAME, 0, "", note="Somebody renamed “Kitty” to “Cat”."),
    "concept_merge": lambda: concepts.merge_modal(RENAME, 0, ""),
    "concept_merge_confirm": lambda: concepts.confirm_merge_modal(MERGE, 0, ""),
    "concept_delete": lambda: concepts.delete_modal(RENAME, 0, ""),
    "datasets": lambda: datasets.modal(DATASETS),
    "datasets_found": lambda: datasets.modal(replace(DATASETS, query="e", page=0, pages=2, total=30, note="Done.")),
    "datasets_none": lambda: datasets.modal(replace(DATASETS, rows=(), total=0)),
    "datasets_none_found": lambda: datasets.modal(replace(DATASETS, rows=(), total=0, query="x")),
    "dataset": lambda: datasets.window(PETS),
    "dataset_without_pictures": lambda: datasets.without_pictures(PETS),
    "dataset_empty": lambda: datasets.window(BARE),
    "dataset_filling": lambda: datasets.window(replace(BARE, is_filling=True, note="“Leaves” was created.")),
    "dataset_asking": lambda: datasets.window(replace(PETS, is_asking=True)),
    "dataset_new": datasets.new_modal,
    "dataset_rename": lambda: datasets.rename_modal(RenameModel(5, "Pets")),
    "dataset_delete": lambda: datasets.delete_modal(DATASET),
    "dataset_delete_bare": lambda: datasets.delete_modal(replace(DATASET, inputs=1, versions=0)),
    "add_inputs": lambda: adding.modal(5, "Pets"),
    "add_message_files": lambda: adding.message_modal(FILES, ""),
    "add_message_text": lambda: adding.message_modal((), "I love this place."),
    "add_message_long_text": lambda: adding.message_modal((), "words " * 1200),
    "add_message_both": lambda: adding.message_modal(FILES[:1], "Look at this cat!"),
    "add_on_its_way": lambda: adding.on_its_way("Pets"),
    "version_new": lambda: versions.new_modal(NewVersionModel(5, "Pets", 3, "Cats and dogs", "Cats and dogs v1", 40)),
    "version_new_of_all": lambda: versions.new_modal(NewVersionModel(5, "Pets", None, None, "Pets v1", 1)),
    "version_of_boxes": lambda: versions.window(replace(MADE, line=replace(VERSION, drawn_task="Cats and dogs"))),
    "versions": lambda: versions.modal(VersionPage((VERSION, MAKING), 0, 1, 2, 5, "Pets")),
    "versions_all": lambda: versions.modal(VersionPage((VERSION,) * 1, 1, 3, 21)),
    "versions_none": lambda: versions.modal(VersionPage((), 0, 1, 0)),
    "version": lambda: versions.window(MADE),
    "version_alone": lambda: versions.window(replace(MADE, others=0, per_concept=(), note="The file comes.")),
    "version_making": lambda: versions.window(replace(MADE, line=MAKING, per_concept=())),
    "version_many_concepts": lambda: versions.window(
        replace(MADE, per_concept=tuple((f"Species {n}", n) for n in range(60)))
    ),
    "version_compared": lambda: versions.compare_modal(COMPARED),
    "version_same": lambda: versions.compare_modal(replace(COMPARED, per_concept=(), inputs_added=0)),
    "version_ready": lambda: notices.version_ready(VERSION),
}


def hostile(text: str) -> list[Message | View]:
    """Every builder, with `text` wherever people may write."""
    line = replace(VERSION, name=text, dataset_name=text, task_name=text)
    counted = tuple((text, number) for number in range(100))
    item = replace(PICTURE, name=text)
    items = tuple(replace(item, id=n, kind=kind, text=text) for n, kind in enumerate([*InputKind] * 3))
    return [
        concepts.modal(replace(CONCEPTS, rows=tuple(replace(CONCEPT, id=n, name=text) for n in range(20)), query=text)),
        concepts.modal(replace(CONCEPTS, rows=(), query=text, note=text)),
        concepts.add_modal(0, text[:60]),
        concepts.rename_modal(RenameModel(1, text[:75]), 0, text[:60], note=text),
        concepts.merge_modal(RenameModel(1, text[:75]), 0, text[:60]),
        concepts.confirm_merge_modal(replace(MERGE, name=text, into_name=text), 0, text[:60]),
        concepts.delete_modal(RenameModel(1, text[:75]), 0, text[:60]),
        datasets.modal(replace(DATASETS, rows=tuple(replace(DATASET, id=n, name=text) for n in range(20)), query=text)),
        datasets.modal(replace(DATASETS, rows=(), query=text, note=text)),
        datasets.window(replace(PETS, name=text, tasks=(text,) * 100, items=items, note=text)),
        datasets.rename_modal(RenameModel(5, text[:80]), note=text),
        datasets.delete_modal(replace(DATASET, name=text)),
        versions.new_modal(NewVersionModel(5, text, 3, text, text, 40)),
        versions.modal(VersionPage(tuple(replace(line, id=n) for n in range(10)), 0, 2, 20, 5, text)),
        versions.window(replace(MADE, line=line, per_concept=counted, note=text)),
        versions.compare_modal(CompareModel(line, replace(line, id=9), 1, 1, tuple((text, n, n) for n in range(100)))),
        notices.version_ready(line),
        adding.modal(5, text),
        adding.message_modal([("F0123456789", text)] * 12, text),
        adding.message_modal([], text),
        adding.on_its_way(text),
    ]

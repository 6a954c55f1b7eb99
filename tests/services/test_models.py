import json
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import pytest

from assist.catalog import Catalog, State, _stamp
from domain.errors import BadModel, ModelFailed, NotFound
from domain.model import Concept, InputKind, TaskType
from services.finding_out import FindingOut, Lately
from services.models import Models
from tests.services.assisted import known

IMAGES, TEXTS = "General-Image-Classification", "Text-Classification"
CAR, SHOE, GREY = Concept(-1, "Car"), Concept(7, "shoe"), Concept(9, "zzqx")
OWN = """
name: Sorting
task: image classification
nodes:
  seen: {do: classify, model: bees}
  known: {do: map, from: seen}
output: known
"""


class Later(Executor):
    """Answers when the test says so."""

    def __init__(self):
        self.asked = []

    def submit(self, work, /, *given, **named):
        self.asked.append((Future(), work, given, named))
        return self.asked[-1][0]

    def answer(self, answer):
        future = self.asked[-1][0]
        if isinstance(answer, Exception):
            future.set_exception(answer)
        else:
            future.set_result(answer)


class Broken(Executor):
    def submit(self, _work, /, *_given, **_named):
        future = Future()
        future.set_exception(BrokenProcessPool())
        return future


@pytest.fixture
def folders(tmp_path):
    return tmp_path / "models", tmp_path / "workflows"


@pytest.fixture
def models(folders):
    return Models(*folders, Later())


def own(folders, name="bees", task="detection", state=State.READY, labels=("bee", "drone")):
    """A model as it stands in the catalog after a check, without running one."""
    folder = folders[0] / name
    folder.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(name.encode())
    catalog = Catalog(folders[0])
    if state is not State.NEW:
        kept = {
            "stamp": _stamp(folder),
            "state": state,
            "task": task,
            "labels": labels,
            "ms": 12.5,
            "version": name,
        }
        (catalog.cache / "checked").mkdir(parents=True, exist_ok=True)
        (catalog.cache / "checked" / f"{name}.json").write_text(json.dumps(kept))
    return folder


def named(choices):
    return [one.name for one in choices]


def test_what_comes_with_labelbot_fits_pictures_and_texts(models):
    assert named(models.choices(TaskType.CLASSIFICATION, InputKind.IMAGE)) == [IMAGES]
    assert named(models.choices(TaskType.CLASSIFICATION, InputKind.VIDEO)) == [IMAGES]
    assert named(models.choices(TaskType.CLASSIFICATION, InputKind.TEXT)) == [TEXTS]
    assert named(models.choices(TaskType.CLASSIFICATION, None)) == [IMAGES, TEXTS]
    (choice,) = models.choices(TaskType.CLASSIFICATION, InputKind.IMAGE, is_auto=True)
    assert choice.learns
    assert choice.is_workflow
    assert "your team's approved labels" in choice.words
    assert not choice.labels
    assert not choice.places


def test_models_of_ones_own_can_be_chosen_once_they_were_checked(models, folders):
    own(folders)
    own(folders, "wasps", state=State.NEW)
    own(folders, "hornets", state=State.REFUSED)
    own(folders, "outlines", "segmentation")
    own(folders, "moods", "text classification", labels=("good", "bad"))
    found = models.choices(TaskType.CLASSIFICATION, InputKind.IMAGE)
    assert named(found) == [IMAGES, "bees", "outlines"]
    assert found[1].places
    assert not found[1].outlines
    assert found[2].outlines
    assert found[1].words == "detection: knows 2 labels, 12.5 ms an input"
    assert named(models.choices(TaskType.CLASSIFICATION, InputKind.TEXT)) == [TEXTS, "moods"]
    assert models.find(" BEES ") == found[1]
    with pytest.raises(NotFound, match="There is no model or workflow “wasps” that can be used now"):
        models.find("wasps")


def test_words_look_through_names_and_labels(models, folders):
    own(folders)
    own(folders, "moods", "text classification", labels=("good", "bad"))
    assert named(models.choices(TaskType.CLASSIFICATION, None, "drone")) == ["bees"]
    assert named(models.choices(TaskType.CLASSIFICATION, None, "text  GENERAL")) == []
    assert named(models.choices(TaskType.CLASSIFICATION, None, "image general")) == [IMAGES]


def test_a_workflow_of_ones_own_needs_its_models(models, folders):
    folders[1].mkdir()
    (folders[1] / "sorting.yaml").write_text(OWN)
    (folders[1] / "broken.yaml").write_text("name: [")
    assert named(models.choices(TaskType.CLASSIFICATION, InputKind.IMAGE)) == [IMAGES]
    own(folders, task="image classification")
    found = models.choices(TaskType.CLASSIFICATION, InputKind.IMAGE)
    assert named(found) == [IMAGES, "Sorting", "bees"]
    assert found[1].labels == ("bee", "drone")
    assert not found[1].learns
    before = found[1].version
    (folders[1] / "sorting.yaml").write_text("# changed\n" + OWN)
    assert models.find("Sorting").version != before


def test_what_a_choice_runs(models, folders):
    own(folders)
    assert models.chosen(IMAGES).encoder == "image-classifier"
    assert models.chosen(TEXTS).encoder == "text-encoder"
    bees = models.chosen("bees")
    assert not bees.encoder
    assert [(node.do, node.model) for node in bees.workflow.nodes] == [("detect", "bees"), ("map", "")]


def test_what_is_known_by_now_is_found_out_in_the_background(folders):
    later = Later()
    models = Models(*folders, later)
    assert models.known_by_now(IMAGES, [CAR, GREY]) is None
    assert models.known_by_now(IMAGES, [CAR, GREY]) is None
    assert len(later.asked) == 1
    later.answer({"Car": "race car"})
    assert models.known_by_now(IMAGES, [CAR, GREY]) == {-1: "race car"}
    assert models.known_by_now(IMAGES, [GREY]) == {}
    assert models.known_by_now(IMAGES, [CAR, SHOE]) is None
    assert len(later.asked) == 2


def test_what_labels_may_mean_by_now_is_found_out_in_the_background(folders):
    own(folders)
    later = Later()
    models = Models(*folders, later)
    assert models.proposed_by_now(IMAGES, [CAR]) == {}
    assert models.proposed_by_now("bees", []) == {}
    for _ in range(2):
        assert models.proposed_by_now("bees", [CAR, SHOE]) is None
    assert len(later.asked) == 1
    later.answer({"bee": 1})
    assert models.proposed_by_now("bees", [CAR, SHOE]) == {"bee": 7}
    assert models.proposed("bees", [CAR, SHOE]) == {"bee": 7}
    assert models.proposed_by_now("bees", [CAR]) is None
    later.answer(BrokenProcessPool())
    with pytest.raises(ModelFailed, match="bees could not be asked"):
        models.proposed_by_now("bees", [CAR])
    assert models.proposed_by_now("bees", [SHOE]) is None
    assert len(later.asked) == 3


def test_what_could_not_be_found_out_is_said_and_asked_again_after_a_rest(folders):
    later, now = Later(), [0.0]
    models = Models(*folders, later)
    models._finding_out = FindingOut(later, lambda: now[0])
    failures = {
        "the process that runs models was ended": BrokenProcessPool(),
        "no space left on device": OSError(28, "No space left on device"),
        "tokenizer.json is missing": BadModel("Tokenizer.json is missing."),
        "something went wrong on our side, and your admin finds more in the log under": KeyError("x"),
    }
    for count, (why, failure) in enumerate(failures.items(), 1):
        assert models.known_by_now(IMAGES, [CAR]) is None
        later.answer(failure)
        for _ in range(3):
            with pytest.raises(ModelFailed, match=f"^{IMAGES} could not be asked: {why}.*Try again in a minute"):
                models.known_by_now(IMAGES, [CAR, SHOE])
        assert len(later.asked) == count
        now[0] += 61


def test_only_what_was_asked_lately_is_kept():
    lately = Lately[int, int](2)
    for key in (1, 2):
        lately.put(key, key)
    assert lately.get(1) == 1
    lately.put(3, 3)
    assert [key in lately for key in (1, 2, 3)] == [True, False, True]


def test_a_broken_executor_is_said_in_words(folders):
    own(folders)
    models = Models(*folders, Broken())
    with pytest.raises(ModelFailed, match="The process that runs models was ended"):
        models.proposed("bees", [CAR])


def test_texts_are_compared_with_any_name(folders):
    with ThreadPoolExecutor(1) as pool:
        assert known(Models(*folders, pool), pool, TEXTS, CAR, GREY) == {-1: "Car", 9: "zzqx"}
        assert Models(*folders, pool).proposed(TEXTS, [CAR]) == {}


@pytest.mark.slow
def test_names_are_compared_by_the_real_encoder(folders):
    own(folders, "wheels", labels=("automobile", "sneaker", "teapot"))
    with ThreadPoolExecutor(1) as pool:
        models = Models(*folders, pool)
        assert set(known(models, pool, IMAGES, CAR, SHOE, GREY)) == {-1, 7}
        assert known(models, pool, "wheels", CAR, SHOE, GREY) == {-1: "automobile", 7: "sneaker"}
        assert models.proposed("wheels", [SHOE, CAR]) == {"automobile": -1, "sneaker": 7}
        again = [Concept(20, "Car"), Concept(21, "shoe")]
        assert models.proposed("wheels", again[::-1]) == {"automobile": 20, "sneaker": 21}

"""Workflows on models that only say what they are told to."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from assist import batches, ladder, processes
from assist.catalog import Catalog
from assist.lessons import Lesson
from assist.predictions import Drawn, Failure, Placed, Prediction
from assist.processes import Encoding, ModelProcess
from assist.teaching import Placing, Teacher, teach
from assist.worker import OURS
from assist.workflows.models import CatalogModels
from assist.workflows.parsing import built_in, parse
from assist.workflows.running import Chosen, run, signature
from assist.zero_shot import ImageNames
from domain.assisting import Region, Rung
from domain.errors import BadModel, NotFound
from domain.model import Concept, InputKind

pytestmark = pytest.mark.slow

BUILT_IN = {one.name: one for one in built_in()}
CLASSES = parse("""
name: Pets
task: image classification
nodes:
  seen: {do: classify, model: classes}
  known: {do: map, from: seen}
output: known
""")


class Told:
    """`says` holds each model's answer to each input; what was cut out is looked at by its colour."""

    def __init__(self, says=None, encodes=None, version="1", places=None):
        self.says = says or {}
        self.encodes = encodes
        self.asked = []
        self.versioned = version
        self.places = places or {}
        self.missing = set()

    def has(self, model):
        return model not in self.missing

    def locate(self, model, given, placing):
        self.asked.append((model, list(given)))
        return [self.places.get((one, placing), []) for one in given]

    def version(self, model):
        return f"{model} {self.versioned}"

    def predict(self, model, given):
        self.asked.append((model, list(given)))
        return [self.says[one] for one in given]

    def encode(self, model, given):
        self.asked.append((model, list(given)))
        return [self.encodes(one) for one in given]


def packed(*values):
    return np.array(values).astype("<f2").tobytes()


def colour(path):
    """Red or blue is all that it sees."""
    with Image.open(path) as image:
        red, _, blue = image.resize((1, 1)).getpixel((0, 0))
    return Encoding(packed(1, 0) if red > blue else packed(0, 1), packed(1))


def teacher(*concepts):
    """Red is the first of the concepts, blue the second one."""
    answers = [frozenset({concepts[0]}), frozenset({concepts[1]})] * 30
    climbed = ladder.climb(concepts, np.array([[1.0, 0.0], [0.0, 1.0]] * 30), answers, model="ladder", version="7")
    return Teacher(climbed, ImageNames(np.zeros((1, len(concepts)))))


def label(name, score, *box):
    return Prediction(name, score, box or None)


def test_labels_that_exclude_each_other_add_up():
    told = Told({"a.jpg": [label("tabby", 0.5), label("Siamese", 0.3), label("lion", 0.1), label("sofa", 0.1)]})
    (found,) = run(CLASSES, ["a.jpg"], told, Chosen((5, 6, 7), {"tabby": 5, "Siamese": 5, "lion": 6}))
    assert [(one.concept, one.score) for one in found] == [(5, pytest.approx(0.8)), (6, pytest.approx(0.1))]
    assert {(one.model, one.version, one.rung) for one in found} == {("Pets", signature(CLASSES, told), None)}


def test_of_labels_that_may_be_there_together_the_best_counts():
    told = Told({"a.jpg": [label("tabby", 0.9), label("Siamese", 0.8), label("sofa", 0.7)]})
    (found,) = run(CLASSES, ["a.jpg"], told, Chosen((5,), {"tabby": 5, "Siamese": 5}))
    assert [one.score for one in found] == [0.9]


def test_one_broken_input_is_not_the_others_end():
    told = Told({"a.jpg": Failure("is broken."), "b.jpg": [label("tabby", 0.9)]})
    broken, good = run(CLASSES, ["a.jpg", "b.jpg"], told, Chosen((5,), {"tabby": 5}))
    assert broken == Failure("is broken.")
    assert [one.concept for one in good] == [5]


def test_the_signature_changes_with_the_workflow_and_with_its_models():
    other = parse(
        """{name: Pets, task: detection, nodes: {a: {do: detect, model: m}, b: {do: map, from: a}}, output: b}"""
    )
    assert len({signature(CLASSES, Told()), signature(CLASSES, Told(version="2")), signature(other, Told())}) == 3


@pytest.fixture
def scene(tmp_path):
    """A red square on the left, a blue one on the right, a blue dot below."""
    image = Image.new("RGB", (400, 300), "white")
    image.paste((255, 0, 0), (20, 20, 120, 120))
    image.paste((0, 0, 255), (220, 20, 320, 120))
    image.paste((0, 0, 255), (20, 220, 30, 230))
    image.save(tmp_path / "scene.png")
    return str(tmp_path / "scene.png")


def test_what_the_map_does_not_know_is_cut_out_and_learned(scene):
    boxes = [
        label("Footwear", 0.9, 300, 200, 390, 290),
        label("Thing", 0.8, 20, 20, 120, 120),
        label("Thing", 0.7, 220, 20, 320, 120),
        label("Dot", 0.6, 20, 220, 30, 230),
    ]
    told = Told({scene: boxes}, colour)
    chosen = Chosen((1, 2, 3), {"Footwear": 3}, teacher(1, 2))
    (found,) = run(BUILT_IN["General-Detection"], [scene], told, chosen)
    assert {(one.concept, one.region) for one in found} == {
        (3, Region(300, 200, 390, 290)),
        (1, Region(20, 20, 120, 120)),
        (2, Region(220, 20, 320, 120)),
    }
    assert {str(one.rung) for one in found if one.concept != 3} == {"learned from 60 labels"}
    assert {one.model for one in found} == {"General-Detection"}


def test_without_a_teacher_the_map_alone_speaks(scene):
    told = Told({scene: [label("Footwear", 0.9, 0, 0, 90, 90), label("Thing", 0.8, 20, 20, 120, 120)]}, colour)
    (found,) = run(BUILT_IN["General-Detection"], [scene], told, Chosen((3,), {"Footwear": 3}))
    assert [one.concept for one in found] == [3]


TAUGHT = replace(teacher(1, 2), placing=Placing("learned", Rung(9)))
PLACES = [
    Placed(1, 0.8, Region(1, 2, 50, 60)),
    Placed(2, 0.7, Region(5, 5, 30, 30)),
    Placed(3, 0.6, Region(9, 9, 40, 40)),
]


def test_what_the_team_has_drawn_is_looked_for_where_nobody_else_finds_it(scene):
    boxes = [label("Footwear", 0.9, 300, 200, 390, 290), label("Thing", 0.8, 220, 20, 320, 120)]
    told = Told({scene: boxes}, colour, places={(scene, "learned"): PLACES})
    chosen = Chosen((1, 2, 3), {"Footwear": 3}, TAUGHT)
    (found,) = run(BUILT_IN["General-Detection"], [scene], told, chosen)
    # The third is the detector's, and the second was seen in a box of the detector's.
    assert {(one.concept, one.region) for one in found} == {
        (3, Region(300, 200, 390, 290)),
        (2, Region(220, 20, 320, 120)),
        (1, Region(1, 2, 50, 60)),
    }
    (drawn,) = (one for one in found if one.concept == 1)
    assert (drawn.score, str(drawn.rung), drawn.model) == (0.8, "learned from 9 labels", "General-Detection")


def test_without_the_detector_all_is_looked_for(scene):
    told = Told(places={(scene, "learned"): PLACES})
    before = signature(BUILT_IN["General-Detection"], told)
    told.missing = {"general-detector"}
    # A map that was made when it was there means nothing.
    chosen = Chosen((1, 2, 3), {"Footwear": 3}, TAUGHT)
    (found,) = run(BUILT_IN["General-Detection"], [scene], told, chosen)
    assert [(one.concept, one.region) for one in found] == [(one.concept, one.region) for one in PLACES]
    assert told.asked == [("image-classifier", [scene])]
    assert signature(BUILT_IN["General-Detection"], told) != before
    (nothing,) = run(BUILT_IN["General-Detection"], [scene], told, Chosen((1, 2, 3), {}, teacher(1, 2)))
    assert nothing == ()


def test_for_real_what_was_drawn_is_found_again(models, tmp_path):
    """A cat and a cup, somewhere in front of bricks or gravel; the team draws both, and sometimes there is nothing."""
    concepts = (Concept(1, "Zzqx"), Concept(2, "Vbnm"))
    scenes = [made(tmp_path / f"{number}.png", number) for number in range(14)]
    drawn = tuple(scenes[:8])
    lesson = Lesson(InputKind.IMAGE, concepts, [], "General-Detection", "v1", drawn=drawn)
    taught = batches.teach(lesson, models._catalog.cache)
    paths = [one.path for one in scenes[8:]]
    found = batches.run(BUILT_IN["General-Detection"], paths, models._catalog.folder, [1, 2], {}, taught)
    processes._own(OURS).close()
    right = total = 0
    for one, suggested in zip(scenes[8:], found, strict=True):
        sure = [each for each in suggested if each.score >= 0.5]
        assert {str(each.rung) for each in sure} <= {"learned from 8 labels"}
        right += sum(
            any(each.concept == concept and iou(each.region, box) >= 0.3 for each in sure) for concept, box in one.boxes
        )
        total += len(one.boxes)
    assert total == 10
    assert right >= 8


def made(path, number):
    """What a person would draw on it, too."""
    from skimage import data  # noqa: PLC0415 - a large library.

    ground = (data.brick() if number % 2 else data.gravel())[:400, :512]
    image, boxes = Image.fromarray(ground).convert("RGB").resize((600, 450)), []
    things = [] if number % 7 == 6 else [(1, data.chelsea()[:, 60:380]), (2, data.coffee()[50:350, 120:480])]
    for place, (concept, pixels) in enumerate(things):
        side = 140 + 17 * (number * (place + 2) % 6)
        left, top = 300 * ((number + place) % 2) + 11 * (number % 5), 31 * (number * (place + 1) % 6)
        image.paste(Image.fromarray(pixels).resize((side, side)), (left, top))
        boxes.append((concept, (float(left), float(top), float(left + side), float(top + side))))
    image.save(path)
    return Drawn(str(path), tuple(boxes))


def iou(region, box):
    across = min(region.right, box[2]) - max(region.left, box[0])
    down = min(region.bottom, box[3]) - max(region.top, box[1])
    shared = max(0, across) * max(0, down)
    sizes = (region.right - region.left) * (region.bottom - region.top) + (box[2] - box[0]) * (box[3] - box[1])
    return shared / (sizes - shared)


def test_a_picture_that_can_not_be_cut_says_so(tmp_path):
    (tmp_path / "a.png").write_bytes(b"no picture")
    given = str(tmp_path / "a.png")
    told = Told({given: [label("Thing", 0.8, 20, 20, 120, 120)]}, colour)
    (found,) = run(BUILT_IN["General-Detection"], [given], told, Chosen((3,), {}, teacher(1, 2)))
    assert isinstance(found, Failure)
    assert found.reason.startswith("could not be cut")


def test_the_built_in_classifiers_learn_from_whole_pictures(scene):
    told = Told(encodes=colour)
    flow = BUILT_IN["General-Image-Classification"]
    (found,) = run(flow, [scene], told, Chosen((1, 2), {}, teacher(2, 1)))
    assert told.asked == [("image-classifier", [scene])]
    assert {one.rung for one in found} == {Rung(60)}
    assert found[0].region is None


@pytest.fixture
def models(tmp_path):
    with ModelProcess(OURS) as process:
        yield CatalogModels(Catalog(tmp_path / "models"), process)


def test_for_real_on_texts(text_encoder, models, tmp_path):
    concepts = (Concept(1, "lost_card"), Concept(2, "exchange_rate"))
    taught = teach(Lesson(InputKind.TEXT, concepts, [], "", ""), text_encoder, tmp_path)
    said = ["I lost my card", "How many euros do I get for a dollar?"]
    found = run(BUILT_IN["Text-Classification"], said, models, Chosen((1, 2), {}, taught))
    assert [one[0].concept for one in found] == [1, 2]
    with pytest.raises(BadModel, match="gives embeddings, no labels"):
        models.predict("text-encoder", said)
    with pytest.raises(NotFound):
        models.encode("nobody's", said)
    with pytest.raises(BadModel, match="not installed"):
        models.predict("general-detector", said)


def test_for_real_on_a_picture(tmp_path, models):
    from skimage import data  # noqa: PLC0415 - a large library.

    Image.fromarray(data.chelsea()).save(tmp_path / "cat.png")
    (found,) = models.predict("image-classifier", [str(tmp_path / "cat.png")])
    assert "tabby cat" in [one.label for one in found[:3]]
    assert found == sorted(found, key=lambda one: -one.score)

import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest

from assist.embedding import IMAGE_WIDTH
from assist.lessons import Lesson, order, propose, run, suggest
from assist.processes import Encoding
from assist.teaching import teach
from assist.workflows.parsing import built_in
from domain.assisting import ZERO_SHOT, Rung
from domain.errors import ModelFailed
from domain.model import Concept, InputKind
from tests.assist.clusters import clusters

pytestmark = pytest.mark.slow

CARD, RATE = Concept(4, "lost_card"), Concept(7, "exchange_rate")
SAID = [
    "My card is gone",
    "How many euros do I get for a dollar?",
    "Somebody stole my card",
    "Is the exchange rate good?",
]


def packed(vector):
    return np.asarray(vector).astype("<f2").tobytes()


def lesson(answers=(), **changes):
    return Lesson(InputKind.TEXT, (CARD, RATE), answers, "text-encoder", "v1", **changes)


@pytest.fixture(scope="module")
def texts(text_encoder):
    return [Encoding(packed(one)) for one in text_encoder.embed(SAID)]


def test_texts_from_the_first_name_to_the_labels(texts, text_encoder, tmp_path):
    before = teach(lesson(), text_encoder, tmp_path).suggest(texts)
    assert [one.suggestions[0].concept for one in before] == [4, 7, 4, 7]
    assert {one.suggestions[0].rung for one in before} == {ZERO_SHOT}
    taught = [(texts[0].embedding, frozenset({4})), (texts[1].embedding, frozenset({7}))]
    teacher = pickle.loads(pickle.dumps(teach(lesson(taught), text_encoder, tmp_path)))  # noqa: S301 - our own.
    after = teacher.suggest(texts)
    assert [one.suggestions[0].concept for one in after] == [4, 7, 4, 7]
    assert {str(one.suggestions[0].rung) for one in after} == {"learned from 2 labels"}
    assert {(one.model, one.version) for of in after for one in of.suggestions} == {("text-encoder", "v1")}
    assert all(0 <= one.uncertainty < 0.9 for one in after)


def test_what_was_taught_overrules_the_names(texts, text_encoder, tmp_path):
    """The team uses the words the other way round."""
    taught = [(one.embedding, frozenset({7 if n % 2 == 0 else 4})) for n, one in enumerate(texts)] * 20
    found = teach(lesson(taught), text_encoder, tmp_path).suggest(texts)
    assert [one.suggestions[0].concept for one in found] == [7, 4, 7, 4]


def test_pictures(text_encoder, models_cache):
    seen = np.zeros((2, IMAGE_WIDTH))
    seen[[0, 1], [0, 1]] = 1
    unsure = np.full(1000, 1 / 1000)
    inputs = [Encoding(packed(one), packed(unsure)) for one in seen]
    of = Lesson(
        InputKind.IMAGE,
        (Concept(1, "left"), Concept(2, "right")),
        [(inputs[0].embedding, frozenset({1})), (inputs[1].embedding, frozenset({2}))] * 9,
        "image-classifier",
        "v1",
    )
    found = teach(of, text_encoder, models_cache).suggest(inputs)
    assert [one.suggestions[0].concept for one in found] == [1, 2]
    assert found[0].suggestions[0].rung == Rung(18)


def test_nothing_to_suggest_for(text_encoder, tmp_path):
    assert teach(lesson(), text_encoder, tmp_path).suggest([]) == []


def test_what_is_no_number_is_said(text_encoder, tmp_path):
    with pytest.raises(ModelFailed):
        teach(lesson(), text_encoder, tmp_path).suggest([Encoding(packed([np.nan] * 384))])


def test_order():
    seen, _ = clusters(3, 1)
    assert order([0.2, 0.9, 0.5], [packed(one) for one in seen]) == [1, 2, 0]


def test_in_another_process_by_plain_values(texts, tmp_path):
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        found = pool.submit(suggest, lesson(), texts, tmp_path).result()
        assert [one.suggestions[0].concept for one in found] == [4, 7, 4, 7]
        assert pool.submit(propose, ["card that is lost", "tree"], [CARD, RATE]).result() == {"card that is lost": 4}
        flow = next(one for one in built_in() if one.name == "Text-Classification")
        ran = pool.submit(run, flow, SAID, tmp_path / "models", lesson(), {}).result()
    assert [(of[0].concept, of[0].model) for of in ran] == [(one, flow.name) for one in (4, 7, 4, 7)]


def test_whoever_asks_loads_neither_numpy_nor_onnxruntime():
    asked = "import sys, assist.lessons, assist.workflows.finding; print({'numpy', 'onnxruntime'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)  # noqa: S603
    assert said.stdout == "set()\n"

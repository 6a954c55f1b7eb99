"""Models that crash, hang, eat memory or give what is no number: a sentence each, and the next one is answered."""

import os
import select
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from onnx import helper, numpy_helper

from assist import processes, worker
from assist.catalog import Catalog
from assist.predictions import Failure, Prediction
from assist.processes import ModelProcess, Patience, check, encode_images, encode_texts, predict
from assist.worker import OURS
from domain.errors import BadModel, ModelFailed
from tests.assist.graphs import folder, model, picture

pytestmark = pytest.mark.slow

NAMES = "cat\ndog\nbird"
SCORES = {"scores": [[0.2, 0.3, 0.5]]}


@pytest.fixture(scope="module")
def process():
    with ModelProcess() as made:
        yield made


def told(path, **more):
    return folder(path, model(SCORES, inputs=[("images", [1, 3, 8, 8])], **more), labels__txt=NAMES)


def test_a_model_is_checked_and_says_what_it_is(process, tmp_path):
    said = check(process, told(tmp_path / "m"), "1")
    assert (said["task"], said["labels"]) == ("image classification", ["cat", "dog", "bird"])
    assert 0 < said["ms"] < 1000
    assert said["notes"][-1] == "Tried on an input with nothing in it, it found 3."


def test_pictures_are_looked_at_and_a_broken_one_is_not_the_others_end(process, tmp_path):
    good = str(picture(tmp_path / "a.png"))
    (tmp_path / "b.png").write_bytes(b"no picture")
    found = predict(told(tmp_path / "m"), "1", [good, str(tmp_path / "b.png"), good], process)
    assert (
        found[0]
        == found[2]
        == [
            Prediction("bird", pytest.approx(0.5)),
            Prediction("dog", pytest.approx(0.3)),
            Prediction("cat", pytest.approx(0.2)),
        ]
    )
    assert found[1] == Failure("is broken, or no picture that can be read.")
    (gone,) = predict(tmp_path / "m", "1", [str(tmp_path / "gone.png")], process)
    assert gone == Failure("could not be looked at: no such file or directory.")


def test_another_version_is_another_model(process, tmp_path):
    good = str(picture(tmp_path / "a.png"))
    assert predict(told(tmp_path / "m"), "1", [good], process)[0][0].label == "bird"
    told(tmp_path / "m").joinpath("labels.txt").write_text("katze\nhund\nvogel")
    assert predict(tmp_path / "m", "1", [good], process)[0][0].label == "bird"
    assert predict(tmp_path / "m", "2", [good], process)[0][0].label == "vogel"


def test_what_is_no_number_is_said(process, tmp_path):
    path = folder(tmp_path / "m", model({"scores": [[np.nan, 0, 1]]}), labels__txt=NAMES)
    with pytest.raises(BadModel, match=r"values that are no numbers \(NaN or infinite\)"):
        check(process, path, "1")
    (found,) = predict(path, "1", [str(picture(tmp_path / "a.png"))], process)
    assert found == Failure(
        "could not be looked at: the model gives values that are no numbers (NaN or infinite).", is_models=True
    )


def test_a_refusal_comes_through_with_its_sidecar(process, tmp_path):
    with pytest.raises(BadModel, match="Nothing names the classes") as bad:
        check(process, folder(tmp_path / "m", model(SCORES)), "1")
    assert "decoder: scores" in bad.value.sidecar


def loop(times):
    """A node that multiplies matrices so many times, which takes for ever."""
    square = helper.make_tensor_value_info("square", 1, [512, 512])
    after = helper.make_tensor_value_info("after", 1, [512, 512])
    more = helper.make_tensor_value_info("more", 9, [])
    go_on = helper.make_tensor_value_info("go_on", 9, [])
    body = helper.make_graph(
        [
            helper.make_node("MatMul", ["square", "square"], ["after"]),
            helper.make_node("Identity", ["go_on"], ["more"]),
        ],
        "body",
        [helper.make_tensor_value_info("i", 7, []), go_on, square],
        [more, after],
    )
    constants = [
        numpy_helper.from_array(np.array(times, np.int64), "times"),
        numpy_helper.from_array(np.zeros((512, 512), np.float32), "zeros"),
    ]
    nodes = [
        helper.make_node("Add", ["zeros", "nothing"], ["start"]),
        helper.make_node("Loop", ["times", "", "start"], ["end"], body=body),
        helper.make_node("ReduceSum", ["end"], ["waited"], keepdims=0),
    ]
    return nodes, constants


def slow(path):
    nodes, constants = loop(10_000_000)
    made = model(SCORES, inputs=[("images", [1, 3, 8, 8])], nodes=nodes, constants=constants)
    made.graph.node.append(helper.make_node("Add", ["scores", "waited"], ["late"]))
    made.graph.output.append(helper.make_tensor_value_info("late", 1, [1, 3]))
    return folder(path, made, labels__txt=NAMES, model__yaml="output: {decoder: scores, names: [late]}")


def test_a_model_that_hangs_is_ended_and_the_next_one_answered(tmp_path):
    paths = [str(picture(tmp_path / "a.png"))]
    with ModelProcess(patience=Patience(opening=30, each=0.5)) as process:
        (hung,) = predict(slow(tmp_path / "slow"), "1", paths, process)
        assert hung == Failure("could not be looked at: the model did not answer within 0.5 seconds.", is_models=True)
        process._patience = Patience()
        assert predict(told(tmp_path / "m"), "1", paths, process)[0][0].label == "bird"


def test_a_check_that_hangs_holds_up_nobody_who_goes(tmp_path, monkeypatch):
    slow(tmp_path / "models" / "slow")
    catalog, begun, check = Catalog(tmp_path / "models"), threading.Event(), processes.check

    def noticed(*given):
        begun.set()
        return check(*given)

    monkeypatch.setattr(processes, "check", noticed)
    with ThreadPoolExecutor(1) as thread:
        asked = thread.submit(catalog.check, "slow")
        assert begun.wait(30)
        catalog.close()
        with pytest.raises(ModelFailed, match="The model was"):
            asked.result(30)
        with pytest.raises(ModelFailed, match="The model was stopped"):
            thread.submit(catalog.check, "slow").result(30)


def test_a_model_that_needs_too_much_memory_says_so(process, tmp_path):
    constants = [numpy_helper.from_array(np.array([50_000, 50_000], np.int64), "large")]
    nodes = [
        helper.make_node("Expand", ["nothing", "large"], ["huge"]),
        helper.make_node("ReduceSum", ["huge"], ["sum"], keepdims=0),
        helper.make_node("Add", ["scores", "sum"], ["late"]),
    ]
    made = model(SCORES, inputs=[("images", [1, 3, 8, 8])], constants=constants)
    made.graph.node.extend(nodes)
    made.graph.output.append(helper.make_tensor_value_info("late", 1, [1, 3]))
    path = folder(tmp_path / "m", made, labels__txt=NAMES, model__yaml="output: {decoder: scores, names: [late]}")
    with pytest.raises(BadModel, match=r"needs more memory than a model may take here \(4 GB\)"):
        check(process, path, "1")
    assert check(process, told(tmp_path / "other"), "1")["ms"]


def test_a_process_that_was_killed_is_said_and_started_again(tmp_path):
    paths = [str(picture(tmp_path / "a.png"))]
    with ModelProcess() as process:
        path = told(tmp_path / "m")
        assert predict(path, "1", paths, process)
        for by, said in ((signal.SIGKILL, "was killed"), (signal.SIGSEGV, "crashed")):
            os.kill(process._process.pid, by)
            with pytest.raises(ModelFailed, match=said):
                predict(path, "1", paths, process)
            assert predict(path, "1", paths, process)[0][0].label == "bird"


CRASHING = """
import json, os, sys
for line in sys.stdin:
    print(json.dumps({"ready": True}), flush=True)
    for one in json.loads(line)["given"]:
        if one == "bad":
            os.abort()
        print(one if one.startswith("[") else json.dumps({"found": [["cat", 0.5, None, []]]}), flush=True)
"""


def crashing():
    """As a worker that one input ends, which no model does on every machine."""
    made = ModelProcess()
    made._command = [made._command[0], "-c", CRASHING]
    return made


def test_the_input_that_ended_the_process_is_named_and_the_others_are_looked_at(tmp_path):
    with crashing() as process:
        found = predict(tmp_path, "1", ["a", "bad", "b", "bad", "c"], process)
        assert [isinstance(one, Failure) for one in found] == [False, True, False, True, False]
        assert found[1] == Failure("could not be looked at: the model crashed.", is_models=True)
        apart = predict(tmp_path, "1", ["a", "bad", "b", "bad", "c", "bad", "d"], process)
        assert [isinstance(one, Failure) for one in apart] == [False, True] * 3 + [False]
        assert predict(tmp_path, "1", ["bad"], process) == [found[1]]
        (odd,) = predict(tmp_path, "1", ["[1]"], process)
        assert "answered what can't be read" in odd.reason


def test_after_three_ends_in_a_row_the_others_are_not_asked(tmp_path):
    with crashing() as process:
        found = predict(tmp_path, "1", ["a", "bad", "bad", "bad", "b"], process)
        assert [isinstance(one, Failure) for one in found] == [False, True, True, True, True]
        assert [one.is_unasked for one in found[1:]] == [False, False, False, True]


def test_the_worker_has_no_secrets_no_files_to_write_and_few_rights(tmp_path, monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    with ModelProcess() as process:
        check(process, told(tmp_path / "m"), "1")
        place = Path("/proc") / str(process._process.pid)
        environment, limits = (place / "environ").read_text(), (place / "limits").read_text().splitlines()
    allowed = {line[:26].strip(): line[26:].split()[0] for line in limits}
    assert "secret" not in environment
    assert allowed["Max file size"] == "0"
    assert allowed["Max address space"] == str(worker.MOST_MEMORY)


def test_an_end_of_the_asker_is_its_end(tmp_path):
    process = ModelProcess()
    check(process, told(tmp_path / "m"), "1")
    running = process._process
    running.stdin.close()
    assert running.wait(10) == 0
    process.close()


ASKER = """
import sys, threading
from pathlib import Path
from assist.processes import ModelProcess, predict
process = ModelProcess()
answer = process._answer
def ready(patience):
    said = answer(patience)
    print(process._process.pid, flush=True)
    return said
process._answer = ready
predict(Path(sys.argv[1]), "1", [sys.argv[2]], process)
"""


def test_a_model_that_hangs_ends_with_an_asker_that_was_killed(tmp_path):
    given = [str(slow(tmp_path / "slow")), str(picture(tmp_path / "a.png"))]
    with subprocess.Popen([sys.executable, "-c", ASKER, *given], stdout=subprocess.PIPE, text=True) as asker:  # noqa: S603 - ours.
        model = os.pidfd_open(int(asker.stdout.readline()))
        asker.kill()
    ended, _, _ = select.select([model], [], [], 20)
    assert ended
    os.close(model)


def test_the_built_in_encoders_answer_the_same_there(models_cache, image_encoder, text_encoder, tmp_path):
    path = picture(tmp_path / "a.png")
    with ModelProcess(OURS) as process:
        (there,) = encode_images(models_cache, [str(path)], process)
        (words,) = encode_texts(models_cache, ["a cat"], process)
        broken = tmp_path / "b.png"
        broken.write_bytes(b"")
        assert isinstance(encode_images(models_cache, [str(broken)], process)[0], Failure)
    here = image_encoder.encode([path])
    assert np.frombuffer(there.embedding, "<f2") == pytest.approx(here.embeddings[0], abs=1e-3)
    assert np.frombuffer(there.probabilities, "<f2") == pytest.approx(here.probabilities[0], abs=1e-3)
    assert np.frombuffer(words.embedding, "<f2") == pytest.approx(text_encoder.embed(["a cat"])[0], abs=1e-3)


def test_threads_that_ask_at_once_get_each_its_own_answer(process, tmp_path):
    paths = [str(picture(tmp_path / "a.png"))]
    told(tmp_path / "m")
    other = told(tmp_path / "other")
    (other / "labels.txt").write_text("katze\nhund\nvogel")
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(predict, tmp_path / name, "1", paths * 5, process) for name in ("m", "other") * 4]
        said = [{found[0].label for found in one.result()} for one in asked]
    assert said == [{"bird"}, {"vogel"}] * 4


def test_nothing_given_is_nothing_found(process, tmp_path):
    began = time.monotonic()
    assert predict(told(tmp_path / "m"), "1", [], process) == []
    assert time.monotonic() - began < 1

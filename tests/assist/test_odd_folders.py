"""Folders and files that somebody brought, and what they may not do: show other files, or take the others away."""

import json
import threading
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st
from onnx import TensorProto, helper

from assist import catalog as catalogs
from assist.catalog import Catalog, State
from assist.user_models import graphs
from assist.user_models.understanding import understand
from assist.workflows import finding
from assist.workflows.parsing import built_in, parse
from domain.errors import BadModel, Invalid
from tests.assist.graphs import folder, model
from tests.assist.test_refusals import external, yaml_values

SCORES = {"scores": [[0.2, 0.3, 0.5]]}
NAMES = "stop\nyield\nno entry"
WORKFLOW = "name: X\ntask: detection\nnodes:\n  a: {do: %s, model: m}\noutput: a\n"


@pytest.fixture
def catalog(tmp_path):
    return Catalog(tmp_path / "models")


def own(catalog, name="signs", **files):
    made = model(SCORES, inputs=[("images", [1, 3, 8, 8])])
    return folder(catalog.folder / name, made, **(files or {"labels__txt": NAMES}))


@pytest.mark.parametrize("name", ["labels.txt", "model.yaml", "config.json", "tokenizer.json", "sub/notes", "onnx"])
def test_a_link_out_of_the_folder_is_not_followed(catalog, tmp_path, name):
    secret = tmp_path / "secret.env"
    secret.write_text("SLACK_BOT_TOKEN=xoxb-12345\nSLACK_APP_TOKEN=xapp-9")
    path = own(catalog)
    (path / name).parent.mkdir(exist_ok=True)
    (path / name).unlink(missing_ok=True)
    (path / name).symlink_to(tmp_path if name == "onnx" else secret)
    for card in (catalog.card("signs"), catalog.check("signs")):
        assert (card.state, card.labels) == (State.REFUSED, ())
        assert card.notes == (
            f"{(path / name).name} is a link to a file outside of its folder. Copy the file itself there.",
        )
    with pytest.raises(BadModel, match="outside of its folder"):
        understand(path)


def test_a_folder_may_be_a_link_and_files_may_be_links_within_it(catalog, tmp_path):
    elsewhere = folder(tmp_path / "elsewhere", model(SCORES, inputs=[("images", [1, 3, 8, 8])]), names__txt=NAMES)
    (elsewhere / "labels.txt").symlink_to("names.txt")
    catalog.folder.mkdir()
    (catalog.folder / "signs").symlink_to(elsewhere)
    assert catalog.card("signs").state is State.NEW
    assert understand(catalog.folder / "signs").labels == ("stop", "yield", "no entry")


@pytest.mark.parametrize("breaks", ["_stamp", "_version"])
def test_a_file_that_the_bot_may_not_read_is_that_models_trouble_only(catalog, monkeypatch, breaks):
    own(catalog)
    own(catalog, "bees")
    real = getattr(catalogs, breaks)

    def read(path):
        if path.name == "signs":
            raise PermissionError(13, "Permission denied", str(path / "model.onnx"))
        return real(path)

    monkeypatch.setattr(catalogs, breaks, read)
    said = "model.onnx can't be read here: permission denied. See to it that it is there, and that the bot's user may"
    assert catalog.check("signs").state is State.REFUSED
    assert catalog.check("signs").notes[0].startswith(said)
    assert catalog.card("bees").state is State.NEW


def test_a_folder_that_may_not_be_listed_holds_nothing(catalog, monkeypatch):
    own(catalog)

    def listed(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(type(catalog.folder), "iterdir", listed)
    assert [one.name for one in catalog.cards()] == ["image-classifier", "text-encoder", "general-detector"]


def test_what_was_not_checked_is_not_read_before(catalog, monkeypatch):
    own(catalog)
    for name in ("_version", "_weights"):
        monkeypatch.setattr(catalogs, name, lambda _: pytest.fail("It may be a gigabyte."))
    card = catalog.card("signs")
    assert (card.state, card.version, card.sha256) == (State.NEW, "", "")


def test_files_that_are_replaced_while_they_are_checked_are_checked_anew(catalog, monkeypatch):
    path = own(catalog)

    def check(*_):
        (path / "labels.txt").write_text("halt\nyield\nno entry")
        return {"task": "detection", "labels": [], "licence": "", "source": "", "notes": [], "ms": 1}

    with monkeypatch.context() as patch:
        patch.setattr(catalogs.processes, "check", check)
        assert catalog.check("signs").state is State.READY
    assert catalog.card("signs").state is State.NEW


def test_checks_at_once_lose_nothing(catalog):
    names = [f"m{number}" for number in range(6)]
    for name in names:
        own(catalog, name)
    for _ in range(5):
        cards = [replace(catalog.card(name), state=State.READY, ms=1.0, task="detection") for name in names]
        stamps = [catalogs._stamp(one.path) for one in cards]
        checks = [threading.Thread(target=catalog._keep, args=pair) for pair in zip(cards, stamps, strict=True)]
        for one in checks:
            one.start()
        for one in checks:
            one.join()
        assert [catalog.card(name).state for name in names] == [State.READY] * 6
        for one in (catalog.cache / "checked").iterdir():
            one.unlink()


def test_weights_outside_are_found_within_functions_too(tmp_path):
    made = model(SCORES)
    branch = helper.make_graph(
        [helper.make_node("Identity", ["far"], ["out"])],
        "branch",
        [],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, [3])],
        [external("../../secret.env")],
    )
    node = helper.make_node("If", ["truth"], ["out"], then_branch=branch, else_branch=branch)
    made.functions.append(helper.make_function("local", "F", ["truth"], ["out"], [node], made.opset_import))
    with pytest.raises(BadModel, match="outside of its folder"):
        graphs.inspect(folder(tmp_path / "m", made) / "model.onnx")


TAGGED = [
    "!!timestamp foo",
    "!!int ''",
    "!!bool foo",
    "!!float ''",
    "!!binary 'é'",
    "2020-99-99",
    "!!set [a]",
    "!!omap a",
]


@pytest.mark.parametrize("odd", [*TAGGED, "[detect]", "{a: b}"])
def test_a_workflow_with_odd_values_is_refused_and_the_others_stay(tmp_path, odd):
    (tmp_path / "odd.yaml").write_text(WORKFLOW % odd, "utf-8")
    found, (refused,) = finding.find(tmp_path)
    assert found == built_in()
    assert refused.reason.endswith(".")
    with pytest.raises(Invalid):
        parse(f"name: {odd}\n")


@pytest.mark.parametrize("odd", TAGGED)
def test_a_sidecar_with_odd_values_is_refused(tmp_path, odd):
    path = folder(tmp_path / "m", model(SCORES), model__yaml=f"task: {odd}")
    with pytest.raises(BadModel, match=r"model\.yaml"):
        understand(path)


node_keys = st.sampled_from(["do", "from", "model", "padding", "least", "most", "except", "threshold"])
nodes = st.dictionaries(
    st.text(max_size=5), yaml_values | st.dictionaries(node_keys, st.sampled_from(["detect", "map"]) | yaml_values)
)
keys = st.sampled_from(["name", "task", "output"])


@given(st.dictionaries(keys, st.sampled_from(["detection", "a"]) | yaml_values), nodes | yaml_values)
def test_any_values_are_a_workflow_or_refused(given, nodes):
    text = json.dumps(given | {"nodes": nodes})
    try:
        assert parse(text).nodes
    except Invalid as refused:
        assert refused.message.endswith(".")  # noqa: PT017 - both answers are right.


def test_a_workflow_is_read_anew_only_when_it_was_changed(tmp_path, monkeypatch):
    (tmp_path / "mine.yaml").write_text(WORKFLOW % "detect", "utf-8")
    asked = []
    monkeypatch.setattr(finding, "parse", lambda text: asked.append(text) or parse(text))
    first = finding.find(tmp_path)
    assert [finding.find(tmp_path) for _ in range(3)] == [first] * 3
    assert len(asked) <= 1
    (tmp_path / "mine.yaml").write_text(WORKFLOW % "classify", "utf-8")
    finding.find(tmp_path)
    assert len(asked) <= 2
    assert asked[-1] == WORKFLOW % "classify"

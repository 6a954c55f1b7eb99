import pytest
from hypothesis import given, strategies as st

from assist.workflows.description import Do
from assist.workflows.finding import find
from assist.workflows.parsing import built_in, parse
from domain.errors import Invalid

CHAIN = """
name: Shoes
task: detection
nodes:
  sure: {do: filter, from: known, threshold: 0.5, most: 3}
  known: {do: map, from: found}
  found: {do: detect, model: finder}
output: sure
"""


def test_the_built_in_ones():
    found = {one.name: one for one in built_in()}
    assert set(found) == {"General-Image-Classification", "General-Detection", "Text-Classification"}
    assert found["General-Detection"].models == ("general-detector", "image-classifier")
    assert found["General-Detection"].maps
    assert found["General-Detection"].needed == ("image-classifier",)
    assert found["General-Detection"].locates
    assert found["Text-Classification"].learns
    assert not found["Text-Classification"].maps
    assert not found["Text-Classification"].locates
    assert len({one.version for one in found.values()}) == 3


def test_nodes_come_after_what_they_take():
    flow = parse(CHAIN)
    assert [node.do for node in flow.nodes] == [Do.DETECT, Do.MAP, Do.FILTER]
    assert (flow.nodes[2].threshold, flow.nodes[2].most) == (0.5, 3)
    assert flow.output == ("sure",)


def test_another_letter_is_another_version():
    assert parse(CHAIN).version != parse(CHAIN + "# once more\n").version
    assert parse(CHAIN).version == parse(CHAIN).version


def changed(old, new):
    assert old in CHAIN
    return CHAIN.replace(old, new)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[1, 2", "This is no YAML"),
        ("just words", "A workflow is a list"),
        ("a: &a [1]\nb: *a", "can't hold references"),
        ("x" * 70_000, "at most 65,536 letters"),
        (CHAIN + "when: now", "has no “when”. It can have name, nodes, output, task"),
        (changed("name: Shoes", "name: 7"), "has a “name”"),
        (changed("task: detection", "task: cooking"), "has a “task”: image classification"),
        (changed("nodes:", "output: x\nnodes: []\nother:"), "has no “other”"),
        ("name: a\ntask: detection\nnodes: {}\noutput: a", "has “nodes”"),
        (changed("do: map", "do: dance"), "“known” has to “do” one of these: detect, crop"),
        (changed("{do: map, from: found}", "map"), "“known” has to “do”"),
        (changed("  known:", "  input:"), "can't be the name of a node"),
        (changed("do: map,", "do: map, threshold: 0.5,"), "“known” has no “threshold”"),
        (changed(", model: finder", ""), "“found” needs a “model”"),
        (changed("model: finder", "model: [finder]"), "“model” is a name"),
        (changed("threshold: 0.5", "threshold: 50"), "“threshold” is a number from 0 to 1"),
        (changed("threshold: 0.5", "threshold: .nan"), "“threshold” is a number from 0 to 1"),
        (changed("most: 3", "most: 2.5"), "“most” is a whole number from 1 to 1,000"),
        (changed("most: 3", "most: true"), "“most” is a whole number"),
        (changed("from: found", "from: lost"), "“known” takes from “lost”, which isn't there"),
        (changed("model: finder", "model: finder, from: sure"), "These nodes wait for each other: "),
        (changed("from: found", "from: known"), "wait for each other: known → known"),
        (changed("do: map", "do: learn"), "“known” (learn) takes embeddings, but “found” gives boxes"),
        (changed("output: sure", "output: found"), "“output” needs suggestions, but “found” gives boxes"),
        (changed("output: sure", "output: lost"), "“output” names “lost”"),
        (changed("output: sure", "output: []"), "has an “output”"),
        (changed("output: sure", "output: [known, 7]"), "has an “output”"),
        (changed("model: finder", "model: finder, optional: 3"), "“optional” is yes or no"),
        (
            CHAIN.replace("output:", "  part: {do: locate, model: m, from: found}\noutput:"),
            "“part” (locate) takes inputs or crops, but “found” gives boxes",
        ),
        (
            CHAIN.replace(
                "output:", "  cut: {do: crop, from: found}\n  part: {do: locate, model: m, from: cut}\noutput:"
            ),
            "“part” (locate) looks at whole inputs",
        ),
        (
            CHAIN.replace("output:", "  part: {do: locate, model: m, except: found}\noutput:"),
            "“except” names what suggests; “found” gives boxes",
        ),
        (
            CHAIN.replace("output:", "  part: {do: crop, from: found, except: found}\noutput:"),
            "“except” names a map; “found” is none",
        ),
    ],
)
def test_what_is_wrong_is_said(text, words):
    with pytest.raises(Invalid) as refused:
        parse(text)
    assert words in refused.value.fields["workflow"]


nodes = st.dictionaries(
    st.sampled_from("abcd"),
    st.fixed_dictionaries(
        {"do": st.sampled_from(list(Do))},
        optional={
            "from": st.sampled_from([*"abcd", "input"]),
            "model": st.just("m"),
            "except": st.sampled_from("abcd"),
        },
    ),
)


@given(nodes, st.sampled_from("abcd"))
def test_a_graph_is_run_in_an_order_or_refused(of, output):
    """A file is YAML where JSON is."""
    text = repr({"name": "n", "task": "detection", "nodes": {k: {**v, "do": v["do"].value} for k, v in of.items()}})
    try:
        flow = parse(text[:-1] + f", 'output': '{output}'}}")
    except Invalid:
        return
    seen = {"input", ""}
    for node in flow.nodes:
        assert {node.source, node.without} <= seen
        seen.add(node.name)
    assert set(flow.output) <= seen


@given(st.text(max_size=200))
def test_any_text_is_a_workflow_or_refused(text):
    with pytest.raises(Invalid):
        parse(text)


def test_ones_own_are_found_beside_the_built_in_ones(tmp_path):
    (tmp_path / "shoes.yaml").write_text(CHAIN, encoding="utf-8")
    (tmp_path / "again.yml").write_text(CHAIN.replace("Shoes", "general-detection"), encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("nodes", encoding="utf-8")
    (tmp_path / "large.yaml").write_text("#" * 300_000, encoding="utf-8")
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "notes.txt").write_text("shopping", encoding="utf-8")
    found, refused = find(tmp_path)
    assert [one.name for one in found[3:]] == ["Shoes"]
    assert [(one.file, one.reason.split()[0]) for one in refused] == [
        ("again.yml", "There"),
        ("broken.yaml", "A"),
        ("bytes.yaml", "It"),
        ("large.yaml", "It"),
    ]


def test_there_need_be_no_folder(tmp_path):
    assert find(tmp_path / "none") == (built_in(), ())

"""The form of a new task where a model takes part: what it says of models, and the task that it becomes."""

from dataclasses import replace

import pytest

from domain.advanced import Seen
from domain.draft import TaskDraft
from domain.errors import Invalid, NotFound
from domain.fields import TaskField
from domain.model import AssistMode, InputKind, TaskType
from domain.read_models import Choice, Meaning
from services.form_assist import NO_MODEL
from services.form_windows import FormWindows
from services.forms import Forms
from tests.knowing import Knowing, Tried, assisted
from tests.office import Office
from tests.services.test_models import IMAGES, TEXTS, own

NEAR = {"robin": "robin", "wren": "wren", "bee": "honey bee"}


@pytest.fixture
def knowing():
    return Knowing(NEAR)


@pytest.fixture
def assist(office, knowing, tmp_path):
    own(
        (tmp_path / "models", tmp_path / "workflows"),
        labels=("honey bee", "wasp", "drone"),
        task="image classification",
    )
    tried = Tried(office.store, [[(0, 0.95)], [(1, 0.6)], [(0, 0.2)], []])
    return assisted(office.store, tmp_path, knowing, tried)


@pytest.fixture
def forms(office, assist):
    office.forms = Forms(office.store, assist)
    return office.forms


def filled(office: Office, **fields: object) -> TaskDraft:
    usual: dict[str, object] = {"labelers": (), "with_collaborators": False, "model": IMAGES, "with_assist": True}
    return office.draft(**usual | fields)


def keep(office: Office, draft: TaskDraft, seen: Seen | None = None):
    return office.forms.fill(office.lead.actor, "dr4ft", draft, seen)


def create(office: Office, draft: TaskDraft) -> int:
    """As the door does, which lets models be asked before."""
    keep(office, draft)
    return office.forms.create(office.lead, "dr4ft", draft)


def refused(office: Office, draft: TaskDraft) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        create(office, draft)
    return dict(caught.value.fields)


def found(office: Office, task: int):
    return office.store.read(lambda unit: (unit.tasks.find(task), unit.assists.find(task), set(unit.topics)))


def test_nothing_is_offered_where_models_are_off(office):
    form = keep(office, filled(office))
    assert (form.assist.is_offered, form.assist.uses_model) == (False, False)
    task, assist, _ = found(office, create(office, filled(office, name="Other")))
    assert (task.assist, assist) == (AssistMode.NONE, None)
    assert office.forms.assist.search(TaskType.CLASSIFICATION, None, "", is_auto=False) == []
    assert office.forms.assist.marked(IMAGES, [Choice("1", "Robin")], is_auto=True) == ([Choice("1", "Robin")], True)


def test_concepts_are_marked_once_it_is_known_what_the_model_knows(office, forms, knowing):
    knowing.is_held = True
    draft = filled(office, concepts=("new:Robin", "new:Zzqx"))
    form = keep(office, draft)
    assert (form.assist.is_coming, form.assist.renewals, form.assist.marks) == (True, 0, None)
    assert [one.is_known for one in form.concepts] == [False, False]
    knowing.release()
    lead = office.lead.actor
    for form in (forms.show(lead, "dr4ft"), forms.look(lead, "dr4ft"), keep(office, draft)):
        # Somebody may be typing in the field: it stays.
        assert (form.assist.is_coming, form.assist.renewals, form.assist.marks) == (False, 0, {"new:Robin"})
    form = forms.look(lead, "dr4ft", renews=True)
    assert (form.assist.renewals, [one.is_known for one in form.concepts]) == (1, [True, False])
    assert forms.show(lead, "dr4ft") == form
    seen = Seen(0, frozenset({"with_assist"}))
    without = forms.fill(lead, "dr4ft", replace(draft, with_assist=False), seen, renews=True)
    assert [one.is_known for one in without.concepts] == [False, False]
    assert without.assist.renewals == 2


def test_another_model_is_not_said_to_know_what_the_one_before_did(office, forms, knowing):
    lead, seen = office.lead.actor, Seen(0, frozenset({"model"}))
    draft = filled(office, concepts=("new:Robin",))
    keep(office, draft)
    assert forms.fill(lead, "dr4ft", draft, seen, renews=True).concepts[0].is_known
    knowing.is_held = True
    other = forms.fill(lead, "dr4ft", replace(draft, model="bees"), seen, renews=True)
    assert (other.concepts[0].is_known, other.assist.marks, other.assist.renewals) == (False, None, 2)


def test_searches_mark_what_the_model_knows_and_wait_for_nothing(knowing, assist):
    offered = [Choice("3", "Robin"), Choice("new:Zzqx", "Zzqx")]
    knowing.is_held = True
    assert assist.marked(IMAGES, offered, is_auto=False) == (offered, False)
    knowing.release()
    marked, is_all = assist.marked(IMAGES, offered, is_auto=False)
    assert ([one.is_known for one in marked], is_all) == ([True, False], True)
    assert assist.marked("gone", offered, is_auto=False) == (offered, True)
    assert assist.marked("", offered, is_auto=False) == (offered, True)


def test_where_a_model_annotates_searches_mark_what_the_team_has_taught(office, assist, knowing):
    task = office.task(1, ["ANA"], concepts=("new:Zzqx", "new:Other"), name="Taught")
    office.answer(task.id, "ANA", task.concepts[0])
    offered = [
        Choice(str(task.concepts[0]), "Zzqx"),
        Choice(str(task.concepts[1]), "Other"),
        Choice("new:Robin", "Robin"),
    ]
    knowing.is_held = True
    marked, is_all = assist.marked(IMAGES, offered, is_auto=True)
    assert ([one.is_known for one in marked], is_all) == ([True, False, False], False)
    knowing.release()
    marked, is_all = assist.marked(IMAGES, offered, is_auto=True)
    assert ([one.is_known for one in marked], is_all) == ([True, False, True], True)
    assert [one.is_known for one in assist.marked(IMAGES, offered, is_auto=False)[0]] == [False, False, True]
    assert not any(one.is_known for one in assist.marked("bees", offered, is_auto=True)[0])


def test_models_are_found_by_words_and_where_none_is_it_says_what_to_do(assist):
    def search(words: str, kind: InputKind | None = InputKind.IMAGE):
        return assist.search(TaskType.CLASSIFICATION, kind, words, is_auto=False)

    assert [one.value for one in search("")] == [IMAGES, "bees"]
    assert [one.value for one in search("honey")] == ["bees"]
    assert [one.value for one in search("", InputKind.TEXT)] == [TEXTS]
    (none,) = search("whales")
    assert (none.value, none.description) == (NO_MODEL, "labelbot models install · /label models")


@pytest.mark.usefixtures("forms")
def test_a_model_for_something_else_or_gone_is_refused(office):
    texts = refused(office, filled(office, model=TEXTS))
    assert texts == {"model": "Text-Classification isn't made for pictures. Choose another one."}
    gone = refused(office, filled(office, model="gone"))
    assert gone["model"].startswith("There is no model or workflow “gone”")
    assert refused(office, filled(office, model="")) == {"model": "Choose the model or workflow that is to do it."}


@pytest.mark.usefixtures("forms")
def test_what_may_be_learned_need_not_be_known_when_a_task_is_created(office, knowing):
    knowing.is_held = True
    task, assist, topics = found(office, create(office, filled(office)))
    assert (task.assist, assist.mode, assist.model, assist.threshold) == (
        AssistMode.SUGGEST,
        AssistMode.SUGGEST,
        IMAGES,
        0.2,
    )
    assert topics == set()


@pytest.mark.usefixtures("forms")
@pytest.mark.parametrize("needed", [{"is_auto": True, "lower": 90}, {"model": "bees", "concepts": ("new:Bee",)}])
def test_what_must_be_known_before_is_waited_for(office, knowing, needed):
    knowing.is_held = True
    draft = filled(office, **{"concepts": ("new:Robin",)} | needed)
    assert "is being found out, and stands here in a moment. Then press Create." in refused(office, draft)["concepts"]
    assert office.forms.show(office.lead.actor, "dr4ft").assist.is_awaited
    knowing.release()
    assert create(office, draft)


@pytest.mark.usefixtures("forms")
def test_a_model_that_annotates_by_itself_must_know_the_concepts(office):
    auto = filled(office, is_auto=True, lower=90, concepts=("new:Robin", "new:Zzqx"))
    assert refused(office, auto)["concepts"].startswith("“Zzqx” isn't known to General-Image-Classification by name")
    own_labels = refused(office, replace(auto, model="bees", concepts=("new:Bee", "new:Zzqx", "new:Owl")))
    assert own_labels["concepts"].startswith("“Zzqx” and “Owl” aren't known to bees: leave out, or say which")
    known = office.task(1, ["ANA"], concepts=("new:Zzqx",), name="Taught")
    office.answer(known.id, "ANA", known.concepts[0])
    taught = replace(auto, concepts=("new:Robin", str(known.concepts[0])))
    task, assist, _ = found(office, create(office, taught))
    assert (task.assist, assist.mode) == (AssistMode.AUTO, AssistMode.AUTO)


def test_what_labels_mean_is_proposed_changed_and_kept(office, forms):
    lead = office.lead.actor
    windows = FormWindows(forms, lead, "dr4ft")
    draft = filled(office, model="bees", concepts=("new:Bee", "new:Owl"))
    keep(office, draft)
    form = forms.show(lead, "dr4ft")
    assert form.assist.meanings == (Meaning(form.concepts[0], ("honey bee",)),)
    assert windows.label_map().rows[1].labels == ()
    drone = windows.search_labels("dro")
    assert drone == [Choice("2", "drone")]
    windows.set_meaning("new:Owl", ["2", "1", "99", "x"])
    windows.set_meaning("new:Bee", [])
    assert windows.meaning("new:Owl").labels == (Choice("1", "wasp"), Choice("2", "drone"))
    kept = office.store.read(lambda unit: unit.drafts.find("dr4ft")).fields
    assert kept.label_map == {"honey bee": "", "wasp": "new:Owl", "drone": "new:Owl"}
    _, assist, _ = found(office, create(office, replace(kept, name="Owls")))
    owl = office.concept("Owl")
    assert assist.labels == {"wasp": owl, "drone": owl}
    with pytest.raises(Invalid, match="concepts"):
        windows.meaning("new:Wren")


def test_another_model_starts_with_what_is_proposed(office, forms):
    windows = FormWindows(forms, office.lead.actor, "dr4ft")
    draft = filled(office, model="bees", concepts=("new:Bee",))
    keep(office, draft)
    windows.set_meaning("new:Bee", ["2"])
    seen = Seen(0, frozenset({"model"}))
    assert keep(office, draft, seen).assist.labels == {"drone": "new:Bee"}
    keep(office, replace(draft, model=IMAGES), seen)
    assert keep(office, draft, seen).assist.labels == {"honey bee": "new:Bee"}


def test_a_concept_may_have_more_labels_than_a_search_can_show(office, tmp_path, knowing):
    labels = tuple(f"breed {number}" for number in range(150))
    own((tmp_path / "models", tmp_path / "workflows"), name="dogs", labels=labels, task="image classification")
    office.forms = Forms(office.store, assisted(office.store, tmp_path, knowing))
    lead = office.lead.actor
    windows = FormWindows(office.forms, lead, "dr4ft")
    keep(office, filled(office, model="dogs", concepts=("new:Dog",)))
    windows.set_meaning("new:Dog", [str(number) for number in range(150)])
    model = windows.meaning("new:Dog")
    assert (len(model.labels), model.more) == (100, 50)
    windows.set_meaning("new:Dog", ["0", "1"])
    assert len(windows.label_map().rows[0].labels) == 52
    assert len(windows.search_labels("")) == 100
    assert windows.search_labels("Breed 1")[0].text == "breed 1"


def test_concepts_have_thresholds_of_their_own(office, forms):
    lead = office.lead.actor
    windows = FormWindows(forms, lead, "dr4ft")
    draft = filled(office, is_auto=True, reviewers=("REA",), concepts=("new:Robin", "new:Wren"))
    keep(office, draft)
    with pytest.raises(Invalid) as caught:
        windows.set_thresholds("new:Wren", 60, 50)
    assert set(caught.value.fields) == {"upper"}
    with pytest.raises(Invalid, match="concepts"):
        windows.set_thresholds("new:Owl", 40, 50)
    windows.set_thresholds("new:Wren", 40, 80)
    windows.set_thresholds("new:Robin", 10, 20)
    assert windows.thresholds().total == 2
    assert windows.search_concepts(" wr ")[0].text == "Wren"
    windows.remove_thresholds("new:Robin")
    office.person("REA")
    kept = office.store.read(lambda unit: unit.drafts.find("dr4ft")).fields
    _, assist, _ = found(office, create(office, kept))
    (own_bands,) = assist.bands.of.values()
    assert (own_bands.lower, own_bands.upper) == (0.4, 0.8)
    assert list(assist.bands.of) == [office.concept("Wren")]


def test_a_dry_run_begins_once_all_is_chosen_and_changes_with_the_thresholds(office, forms):
    lead = office.lead.actor
    auto = filled(office, is_auto=True, concepts=())
    keep(office, auto)
    assert forms.look(lead, "dr4ft").assist.dry_run is None
    auto = replace(auto, concepts=("new:Robin", "new:Wren"))
    form = keep(office, auto)
    assert (form.assist.dry_run, form.assist.is_coming) == (None, True)
    run = forms.look(lead, "dr4ft").assist.dry_run
    assert (run.outcome.approved, run.outcome.for_review, run.outcome.dropped, run.outcome.with_nothing) == (1, 1, 1, 2)
    run = keep(office, replace(auto, upper=60, lower=10)).assist.dry_run
    assert (run.outcome.approved, run.outcome.for_review, run.outcome.with_nothing) == (2, 1, 1)
    all_inputs = keep(office, replace(auto, dataset="new"))
    assert (all_inputs.to_label, all_inputs.assist.dry_run is not None) == (3, True)
    create(office, replace(auto, lower=90))
    assert forms.look(lead, "dr4ft") is None
    assert forms.look(lead, "never") is None


def test_where_no_model_fits_the_form_says_so_and_asks_nothing(office, tmp_path, knowing):
    class Bare:
        def choices(self, *_given: object, **_named: object) -> tuple[()]:
            return ()

    assist = assisted(office.store, tmp_path, knowing)
    assist._models = Bare()
    office.forms = Forms(office.store, assist)
    draft = filled(office, is_auto=True)
    form = keep(office, draft)
    assert "no model fits pictures" in form.assist.why_not
    assert not form.assist.uses_model
    task, kept, _ = found(office, create(office, draft))
    assert (task.assist, kept) == (AssistMode.NONE, None)


def test_thresholds_and_the_order_of_work_can_be_changed_later(office, forms):
    task = create(office, filled(office))
    office.save(task, TaskField.THRESHOLD, 35)
    office.save(task, TaskField.ORDERING, value=True)
    model = office.editing.open(office.lead, task)
    words = {line.field: line.words for line in model.lines}
    assert (words[TaskField.THRESHOLD], words[TaskField.ORDERING][:14]) == ("35 %", "By uncertainty")
    assert (model.assist, model.model, TaskField.UPPER in words) == (AssistMode.SUGGEST, IMAGES, False)
    _, assist, _ = found(office, task)
    assert (assist.threshold, assist.is_ordering) == (0.35, True)
    assert forms.show(office.lead.actor, "dr4ft").assist.threshold == 20


@pytest.mark.usefixtures("forms")
def test_thresholds_of_what_a_model_annotates_stay_possible(office):
    rea = office.person("REA")
    task = create(office, filled(office, is_auto=True, reviewers=(rea.user,)))
    office.save(task, TaskField.LOWER, 10)
    with pytest.raises(Invalid, match="Nothing can be approved from 5 %"):
        office.save(task, TaskField.UPPER, 5)
    with pytest.raises(Invalid, match="What the model is not sure of goes to reviewers"):
        office.save(task, TaskField.REVIEWERS, ())
    office.save(task, TaskField.LOWER, 90)
    office.save(task, TaskField.REVIEWERS, ())
    with pytest.raises(Invalid, match="Choose reviewers first"):
        office.save(task, TaskField.LOWER, 40)
    _, assist, _ = found(office, task)
    assert (assist.bands.everywhere.lower, assist.bands.everywhere.upper) == (0.9, 0.9)
    by_hand = office.task(1, name="By hand")
    with pytest.raises(NotFound, match="No model takes part"):
        office.save(by_hand.id, TaskField.UPPER, 5)

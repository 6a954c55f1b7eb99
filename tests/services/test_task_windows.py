"""What a model's labels mean and single concepts' thresholds, changed in a task that exists."""

import pytest

from domain.bands import Thresholds
from domain.errors import Invalid, NotAllowed, NotFound
from domain.fields import TaskField
from domain.read_models import Choice
from services.editing import Editing
from services.forms import Forms
from services.models import Models
from store import tables
from tests.knowing import Knowing, assisted
from tests.office import Office
from tests.services.test_models import IMAGES, own

BEES = ("honey bee", "wasp", "drone")


class Hive:
    """A task in which "bees" takes part: honey bees are bees."""

    def __init__(self, office: Office, folder, **fields: object) -> None:
        self.office = office
        folders = (folder / "models", folder / "workflows")
        own(folders, labels=BEES, task="image classification")
        knowing = Knowing({"bee": "honey bee", "robin": "robin"})
        forms = Forms(office.store, assisted(office.store, folder, knowing))
        office.editing = Editing(office.store, Models(*folders, knowing))
        usual: dict[str, object] = {"model": "bees", "with_assist": True, "concepts": ("new:Bee", "new:Wasp")}
        draft = office.draft(**usual | fields)
        forms.fill(office.lead.actor, "dr4ft", draft)
        self.task = forms.create(office.lead, "dr4ft", draft)
        office.settle()
        self.bee, self.wasp = (str(one.id) for one in office.store.read(lambda unit: unit.tasks.concepts(self.task)))

    def windows(self, person=None):
        return self.office.editing.windows(person or self.office.lead, self.task)

    @property
    def assist(self):
        return self.office.store.read(lambda unit: unit.assists.find(self.task))

    def history(self) -> list[tuple[str, str, str]]:
        a = tables.audit.c
        chosen = tables.audit.select().with_only_columns(a.action, a.before, a.after)
        edits = chosen.where(a.task == self.task, a.action.like("edit %")).order_by(a.id)
        return self.office.store.read(lambda unit: [tuple(row) for row in unit.connection.execute(edits)])

    def words(self, field: TaskField) -> str | None:
        lines = self.office.editing.open(self.office.lead, self.task).lines
        return next((line.words for line in lines if line.field is field), None)


@pytest.fixture
def hive(office, tmp_path):
    return Hive(office, tmp_path)


def auto(office, tmp_path, **fields: object) -> Hive:
    office.person("REA")
    usual: dict[str, object] = {"is_auto": True, "with_assist": False, "reviewers": ("REA",), "concepts": ("new:Bee",)}
    extra = {"label_map": {}, "map_changes": {"wasp": "new:Wasp"}}
    return Hive(office, tmp_path, **usual | {"concepts": ("new:Bee", "new:Wasp")} | extra | fields)


def test_what_labels_mean_is_changed_told_and_suggested_anew(hive, office):
    placed = (office.actor("ANA"), hive.task, "label")
    office.telling.card_placed(placed, "D1", "1.1", 1)
    assert office.telling.stale_cards() == []
    assert hive.words(TaskField.LABEL_MAP) == "honey bee → Bee"
    windows = hive.windows()
    assert [row.labels for row in windows.label_map().rows] == [("honey bee",), ()]
    assert windows.meaning(hive.bee).labels == (Choice("0", "honey bee"),)
    assert windows.search_labels("WASP") == [Choice("1", "wasp")]
    rung: set[str] = set()
    office.store.on_commit = rung.update
    said = windows.set_meaning(hive.wasp, ["0", "1", "7", "x"], windows.meaning(hive.wasp).saved)
    assert f"suggestions:{hive.task}" in rung
    assert (said.note, said.is_disputed) == ("What means “Wasp” is saved.", False)
    wasp = int(hive.wasp)
    assert hive.assist.labels == {"honey bee": wasp, "wasp": wasp}
    assert hive.history() == [("edit what labels mean", "honey bee → Bee", "honey bee, wasp → Wasp")]
    assert [card.user for card in office.telling.stale_cards()] == ["ANA"]
    windows.set_meaning(hive.wasp, ["1", "0"])
    assert len(hive.history()) == 1, "It is so already."
    with pytest.raises(Invalid, match="concepts"):
        windows.meaning("99")


def test_whoever_saves_later_sees_what_the_other_has_saved(hive, office):
    ben = office.person("BEN", is_admin=True)
    seen = hive.windows().meaning(hive.bee).saved
    hive.windows(ben).set_meaning(hive.bee, ["1"], seen)
    disputed = hive.windows().set_meaning(hive.bee, ["2"], seen)
    assert disputed.is_disputed
    assert disputed.note.startswith("Ben changed this meanwhile: it is wasp now. What you chose is kept: press Save")
    assert hive.assist.labels == {"wasp": int(hive.bee)}
    again = hive.windows().set_meaning(hive.bee, ["2"], hive.windows().meaning(hive.bee).saved)
    assert (again.is_disputed, hive.assist.labels) == (False, {"drone": int(hive.bee)})


def test_only_leads_change_them(hive, office):
    with pytest.raises(NotAllowed):
        hive.windows(office.person("ANA")).set_meaning(hive.bee, [])
    with pytest.raises(NotFound, match="No model takes part"):
        office.editing.windows(office.lead, office.task(1, name="By hand").id).label_map()


def test_a_model_that_is_gone_still_says_what_its_labels_mean(hive, office):
    office.editing = Editing(office.store)
    assert hive.words(TaskField.LABEL_MAP) == "honey bee → Bee"
    assert hive.windows().label_map().labels == 1
    hive.windows().set_meaning(hive.wasp, ["0"])
    assert hive.assist.labels == {"honey bee": int(hive.wasp)}


def test_a_model_without_labels_has_nothing_to_map(office, tmp_path):
    hive = Hive(office, tmp_path, model=IMAGES)
    assert hive.words(TaskField.LABEL_MAP) is None
    assert hive.words(TaskField.THRESHOLDS) is None


def test_what_a_model_annotates_it_goes_on_knowing(office, tmp_path):
    hive = auto(office, tmp_path)
    with pytest.raises(Invalid) as caught:
        hive.windows().set_meaning(hive.wasp, ["0", "1"])
    sentence = "“Bee” isn't known to bees then: leave a label, or take out the concept."
    assert caught.value.fields == {"labels": sentence}
    hive.windows().set_meaning(hive.wasp, ["1", "2"])
    assert hive.words(TaskField.LABEL_MAP) == "honey bee → Bee; wasp, drone → Wasp"


def test_single_concepts_get_thresholds_of_their_own(office, tmp_path):
    hive = auto(office, tmp_path)
    windows = hive.windows()
    assert hive.words(TaskField.THRESHOLDS) == "none"
    with pytest.raises(Invalid, match="concepts"):
        windows.set_thresholds("99", 1, 2)
    with pytest.raises(Invalid) as caught:
        windows.set_thresholds(hive.bee, 60, 50)
    assert "Nothing can be approved from 50 %" in caught.value.fields["upper"]
    assert windows.set_thresholds(hive.bee, 10, 95).note == "“Bee” has its own thresholds now."
    bands = hive.assist.bands
    assert (bands.everywhere, bands.of) == (Thresholds(0.5, 0.9), {int(hive.bee): Thresholds(0.1, 0.95)})
    assert hive.assist.threshold == 0.1, "What is reviewed from 10 % on is suggested from 10 % on."
    assert hive.words(TaskField.THRESHOLDS) == "Bee: approved from 95 %, reviewed from 10 %"
    assert windows.remove_thresholds(hive.bee).note == "It has the thresholds of all others again."
    windows.remove_thresholds(hive.bee)
    told = "Bee: approved from 95 %, reviewed from 10 %"
    assert hive.history() == [("edit own thresholds", "none", told), ("edit own thresholds", told, "none")]


def test_two_leads_set_one_concepts_thresholds(office, tmp_path):
    hive = auto(office, tmp_path)
    seen = hive.windows().thresholds().saved
    hive.windows().set_thresholds(hive.wasp, 40, 80, seen)
    assert not hive.windows().set_thresholds(hive.bee, 40, 80, seen).is_disputed, "Another concept."
    disputed = hive.windows().set_thresholds(hive.wasp, 30, 70, seen)
    assert disputed.is_disputed
    assert "Wasp is approved from 80 %, reviewed from 40 % now" in disputed.note
    hive.windows().set_thresholds(hive.wasp, 30, 70, hive.windows().thresholds().saved)
    assert hive.assist.bands.of[int(hive.wasp)] == Thresholds(0.3, 0.7)


def test_without_reviewers_nothing_can_be_left_to_them(office, tmp_path):
    hive = auto(office, tmp_path, lower=90, reviewers=())
    with pytest.raises(Invalid) as caught:
        hive.windows().set_thresholds(hive.bee, 40, 80)
    assert caught.value.fields == {"upper": "Choose reviewers first: some would go to them."}


def test_a_concept_that_goes_takes_what_was_said_of_it_along(office, tmp_path):
    hive = auto(office, tmp_path)
    hive.windows().set_thresholds(hive.wasp, 0, 80)
    office.save(hive.task, TaskField.CONCEPTS, (hive.bee,))
    assert (hive.assist.labels, hive.assist.bands.of) == ({"honey bee": int(hive.bee)}, {})
    office.save(hive.task, TaskField.CONCEPTS, (hive.bee, hive.wasp))
    assert hive.windows().thresholds().total == 0

from assist.label_maps import known, nearest, propose
from domain.model import Concept

LABELS = ["Footwear", "Boot", "High heels", "Person", "Cat", "Dog", "Laptop", "Airplane"]
SHOE, PEOPLE, KITTEN, PANTS, PLANE = (
    Concept(number, name) for number, name in enumerate(["shoe", "people", "kitten", "pants", "plane"], 1)
)


def test_labels_stand_for_the_concepts_they_are_near_to(text_encoder):
    assert propose(LABELS, [SHOE, PEOPLE, KITTEN, PANTS, PLANE], text_encoder) == {
        "Footwear": SHOE.id,
        "Boot": SHOE.id,
        "High heels": SHOE.id,
        "Person": PEOPLE.id,
        "Cat": KITTEN.id,
        "Airplane": PLANE.id,
    }


def test_what_no_label_is_near_to_is_not_known(text_encoder):
    assert known(LABELS, [SHOE, PANTS, Concept(9, "red_blood_cell")], text_encoder) == {SHOE.id}


def test_nothing_from_nothing(text_encoder):
    assert propose([], [SHOE], text_encoder) == {}
    assert propose(LABELS, [], text_encoder) == {}


def test_a_models_labels_are_read_once(text_encoder):
    class Counting:
        read = 0

        def embed(self, texts):
            self.read += len(texts)
            return text_encoder.embed(texts)

    counting = Counting()
    assert nearest(LABELS, ["kitten"], counting) == {"kitten": "Cat"}
    assert nearest(tuple(LABELS), ["shoe", "pants"], counting) == {"shoe": "Footwear"}
    assert propose(LABELS, [KITTEN], counting) == {"Cat": KITTEN.id}
    assert counting.read == len(LABELS) + 4

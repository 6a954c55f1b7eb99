"""The models of the catalog, as workflows run them: each in a process of its own."""

from collections.abc import Sequence

import numpy as np

from assist import processes
from assist.catalog import IMAGE_CLASSIFIER, TEXT_ENCODER, Catalog, ModelCard, State
from assist.predictions import Failure, Placed, Prediction
from assist.processes import Encoding, ModelProcess
from assist.teaching import vectors
from assist.weights.sources import imagenet_names
from assist.worker import Answer
from domain.errors import BadModel

_LEAST = 0.005
"""Of a class's probability: below it, it would be shown as 0 %."""


class CatalogModels:
    """`ours` runs what comes with Labelbot, `theirs` what doesn't. Without them, those of this process are taken."""

    def __init__(self, catalog: Catalog, ours: ModelProcess | None = None, theirs: ModelProcess | None = None) -> None:
        self._catalog = catalog
        self._ours = ours
        self._theirs = theirs

    def version(self, model: str) -> str:
        """Raises NotFound."""
        return self._catalog.card(model).version

    def predict(self, model: str, given: Sequence[str]) -> list[list[Prediction] | Failure]:
        """Raises NotFound, BadModel, ModelFailed."""
        card = self._ready(model)
        if card.name == IMAGE_CLASSIFIER:
            return [one if isinstance(one, Failure) else _classes(one) for one in self.encode(model, given)]
        if card.name == TEXT_ENCODER or card.path is None:
            raise BadModel(f"{card.name} gives embeddings, no labels. Let the workflow embed with it.")
        return processes.predict(card.path, card.version, given, self._theirs)

    def encode(self, model: str, given: Sequence[str]) -> list[Encoding | Failure]:
        """Raises NotFound, BadModel, ModelFailed."""
        card = self._ready(model)
        if card.name == IMAGE_CLASSIFIER:
            return processes.encode_images(self._catalog.cache, given, self._ours)
        if card.name == TEXT_ENCODER:
            return processes.encode_texts(self._catalog.cache, given, self._ours)
        raise BadModel(f"{card.name} gives no embeddings. {IMAGE_CLASSIFIER} and {TEXT_ENCODER} do.")

    def locate(self, model: str, given: Sequence[str], placing: Answer) -> list[Sequence[Placed] | Failure]:
        """Where in pictures that is which was taught. Raises NotFound, BadModel, ModelFailed."""
        card = self._ready(model)
        if card.name != IMAGE_CLASSIFIER:
            raise BadModel(f"{card.name} can't say where something is. {IMAGE_CLASSIFIER} can.")
        return processes.locate(self._catalog.cache, given, placing, self._ours)

    def has(self, model: str) -> bool:
        return any(card.name == model and card.state is State.READY for card in self._catalog.cards())

    def _ready(self, model: str) -> ModelCard:
        card = self._catalog.card(model)
        if card.state is not State.READY:
            raise BadModel(f"{card.name} can't be used, it is {card.state}: labelbot models show {card.name}")
        return card


def _classes(encoding: Encoding) -> list[Prediction]:
    """The best first."""
    (probabilities,) = vectors([encoding.probabilities])
    order = np.argsort(-probabilities, kind="stable")
    names = imagenet_names()
    return [Prediction(names[place], float(probabilities[place])) for place in order if probabilities[place] >= _LEAST]

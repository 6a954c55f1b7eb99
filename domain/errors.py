"""All that can go wrong in the domain's own words.

LabelingError                 `.message` is written for the person and shown as it is
├── NotFound                  the thing is gone, or never was, or is another workspace's
├── NotAllowed                this person may not do this
├── InUse                     something still needs what was to go
├── Stale                     the button is older than the present state; the answer is the present state
├── Invalid                   what was given can't be taken; `.fields` maps field name -> sentence
├── BadModel                  a model's files can't be used as they are; says what would help
└── ModelFailed               a model crashed, hung, took too much memory, or gave what is no answer
"""

from collections.abc import Mapping


class LabelingError(Exception):
    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(LabelingError):
    pass


class NotAllowed(LabelingError):
    pass


class InUse(LabelingError):
    pass


class Stale(LabelingError):
    pass


class Invalid(LabelingError):
    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = dict(fields)


class BadModel(LabelingError):
    """`sidecar` is a model.yaml that would help, if one would."""

    def __init__(self, message: str, sidecar: str = "") -> None:
        super().__init__(message)
        self.sidecar = sidecar


class ModelFailed(LabelingError):
    pass

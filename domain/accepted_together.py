"""What people are told, and what is asked for, where suggestions are accepted many at a time: notices as any other."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AcceptAllAsked:
    """A labeler wants all suggestions of at least so many `percent` accepted in their queue, for `most` inputs at most.
    They are accepted bit by bit when this is delivered. `since` (µs) is when it was asked, and when all of these
    answers count as given: by that they are found again. `is_said`: only the card is still to come.
    """

    task: int
    percent: int
    most: int
    since: int
    is_said: bool = False


@dataclass(frozen=True, slots=True)
class AcceptedAll:
    """To the leads: `labeler` had so many inputs answered as it was suggested."""

    task: int
    labeler: str
    percent: int
    count: int
    since: int


@dataclass(frozen=True, slots=True)
class UnacceptAllAsked:
    """What was accepted together is to be taken back as far as it is not reviewed, when this is delivered."""

    task: int
    labeler: str
    count: int
    since: int


@dataclass(frozen=True, slots=True)
class UnacceptedAll:
    """To a labeler: `by`, a lead, has taken back what they had accepted together. It waits for them again."""

    task: int
    by: str
    count: int

"""Words of writing help: a name that may stand in a text, and one that was found."""

from dataclasses import dataclass
from uuid import UUID

# Given names that are also Dutch words. Written small, or at the start of a sentence, such a word may be no name.
NAMES_THAT_ARE_WORDS = frozenset(
    ["bas", "bloem", "bo", "bob", "dag", "dirk", "fleur", "hans", "jan", "jet", "job", "kees", "koen", "lente", "lieve", "lot", "maan", "mark", "mei", "mees", "nicht", "noor", "pim", "puck", "rik", "rob", "roos", "sam", "sara", "sterre", "stijn", "storm", "sun", "teun", "ties", "tijn", "tim", "tom", "vos", "winter", "wolf", "zomer", "faith", "jade", "joy", "lily", "mila", "noa", "senna"]
)


@dataclass(frozen=True)
class KnownName:
    """A pupil's given and family name, as the school knows it."""

    pupil_id: UUID
    given: str
    family: str


@dataclass(frozen=True)
class FoundName:
    """A word of the text that is a pupil's name. `certain` is False where it may be an ordinary word."""

    pupil_id: UUID
    word: str
    certain: bool

"""What the live page says, in English and Chinese: files by topic, read with the same rules as all other words.

Keys that `experiments/words` has too, such as those of units and figures, are found as well; a topic of this folder
may not give them again.

Example:
    >>> say("en")("page.play")
    'Play'
"""

from functools import cache
from pathlib import Path

from experiments.words import Language, Words, read_texts, words


@cache
def say(language: Language) -> Words:
    """The texts of the page and of the figures in one language.

    Raises:
        ValueError: If the language is neither "en" nor "zh", or a key is given twice.
    """
    general = words(language).texts
    own = read_texts(Path(__file__).parent, language)
    if twice := general.keys() & own.keys():
        raise ValueError(f"demo/words gives keys that experiments/words has: {', '.join(sorted(twice))}")
    return Words(language, {**general, **own})

"""Makes the files of known names from PyThaiNLP's lists."""

from pythainlp.corpus import thai_family_names, thai_female_names, thai_male_names, thai_words

from nlp.known_names import FAMILY_NAMES, FIRST_NAMES, write

SHORTEST = 4


def make_name_files() -> None:
    """Writes both files; a first name that is also a word is left out, since many virtues are both."""
    first = {name for name in thai_male_names() | thai_female_names() if len(name) >= SHORTEST}
    write(FIRST_NAMES, first - thai_words())
    write(FAMILY_NAMES, set(thai_family_names()))

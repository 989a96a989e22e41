"""How LINE counts characters: UTF-16 units in general, grapheme clusters in labels and templates."""

import regex


def utf16(text: str) -> int:
    """A Thai vowel or tone mark counts; an emoji counts two or more."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def graphemes(text: str) -> int:
    """A Thai consonant with its vowel and tone mark is one."""
    return len(regex.findall(r"\X", text))

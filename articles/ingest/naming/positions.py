"""Where the parts of an article stand in the file they were read from.

Readers unwrap lines and squeeze blanks, so that a part need not stand in the file as it is; its letters do.
"""

from __future__ import annotations


class Positions:
    """Finds parts one after the other by their characters other than white space."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._offsets = [index for index, character in enumerate(text) if not character.isspace()]
        self._letters = "".join(text.split())
        self._next = 0

    def find(self, part: str, advance: bool = True) -> list[int] | None:
        """Return where in the file each character of `part` stands, or None if it stands nowhere.

        The search begins where the last part ended, and begins again at the top if that fails.
        """
        letters = "".join(part.split())
        if not letters:
            return None
        at = self._letters.find(letters, self._next)
        if at < 0:
            at = self._letters.find(letters)
        if at < 0:
            return None
        if advance:
            self._next = at + len(letters)
        places, found = [], at
        for character in part:
            places.append(self._offsets[min(found, len(self._offsets) - 1)])
            found += not character.isspace()
        return places

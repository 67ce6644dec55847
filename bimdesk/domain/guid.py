"""GlobalIds: 22 characters of IFC's own base 64 alphabet, 128 bits, so that the first is 0 to 3."""

from __future__ import annotations

ALPHABET = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$")
LENGTH = 22


def guid_problem(guid: str) -> str:
    """Say what is wrong with a GlobalId, or '' when it is well formed.

    After IfcGloballyUniqueId (ISO 16739-1) and rule PJS003 of buildingSMART's validation service.
    """
    if not guid:
        return "Empty, 22 characters expected"
    if len(guid) != LENGTH:
        noun = "character" if len(guid) == 1 else "characters"
        return f"{len(guid)} {noun}, {LENGTH} expected"
    foreign = [character for character in guid if character not in ALPHABET]
    if foreign:
        return f"Character {_shown(foreign[0])} is not allowed (0-9, A-Z, a-z, _ and $ are)"
    if guid[0] not in "0123":
        return f"First character is {guid[0]}, 0 to 3 expected"
    return ""


def _shown(character: str) -> str:
    """A blank or an invisible character by its number, any other in quotes."""
    return (
        f"'{character}'" if character.isprintable() and not character.isspace() else f"U+{ord(character):04X}"
    )

"""The elements of a run's version: where those are that findings know, and who those are that it reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from bimdesk.domain.finding import Finding
from bimdesk.domain.finding_rules import Known
from bimdesk.domain.identity import ElementDescription, ElementKey
from bimdesk.domain.model import ModelVersion
from bimdesk.services.findings.places import find_aliases, find_places
from bimdesk.services.findings.version_elements import VersionElements
from bimdesk.storage.database import Transaction
from bimdesk.storage.finding_merge import join_identity
from bimdesk.storage.identities import IdentityTables

ElementsOf = Callable[[int], VersionElements | None]
"""Opens the elements of a version of the model by its number."""


class RunElements:
    """`has_merged`: two identities turned out to be one, so that findings have to be read again."""

    def __init__(
        self, transaction: Transaction, version: ModelVersion, elements_of: ElementsOf, at: datetime
    ) -> None:
        self._transaction = transaction
        self._version = version
        self._elements_of = elements_of
        self._elements = elements_of(version.number) or VersionElements(version.folder)
        self._identities = IdentityTables(transaction, version.model_id)
        self._at = at
        self._described: dict[int, ElementDescription] = {}
        self._identity_of: dict[int, int] = {}
        self.has_merged = False

    @property
    def is_readable(self) -> bool:
        return self._elements.is_readable

    def find_known(self, known: Sequence[Known]) -> dict[int, int]:
        """STEP ids of the elements of known findings; GlobalIds that changed are found, or asked about."""
        wanted = {element for one in known for element in one.elements}
        places = find_places(self._identities, self._elements, wanted)
        number = self._version.number
        if not self.is_readable:
            return places
        missing = self._identities.not_sought_in(wanted - places.keys(), number)
        if not missing:
            return places
        found = find_aliases(self._identities, self._elements, missing, number, self._elements_of)
        for identity, (_, new) in found.certain.items():
            self.has_merged |= join_identity(
                self._transaction, identity, new.key, self._version.model_id, at=self._at
            )
        self._identities.refresh({identity: new for identity, (_, new) in found.certain.items()}, number)
        self._identities.close_doubts(found.certain)
        self._identities.add_doubts(found.doubts, number)
        self._identities.set_sought(set(missing) - found.certain.keys(), number)
        return places | {identity: step for identity, (step, _) in found.certain.items()}

    def find_elsewhere(self, identities: Iterable[int], number: int) -> tuple[dict[int, int], bool]:
        """Where identities are in another version, and whether that could be read."""
        elements = self._elements_of(number)
        if elements is None:
            return {}, False
        return find_places(self._identities, elements, identities), elements.is_readable

    def take_reported(self, findings: Sequence[Finding]) -> None:
        """Identify the elements of a run's findings; new ones get their identity now."""
        guids = {
            int(step): guid
            for finding in findings
            for step, guid in zip(finding.elements, finding.guids, strict=False)
        }
        self._described = self._elements.describe(guids)
        for step in guids.keys() - self._described.keys():
            key = ElementKey(guids[step] or f"~#{step}")
            self._described[step] = ElementDescription(key=key, guid=guids[step])
        number = self._version.number
        found = self._identities.find(one.key for one in self._described.values())
        unknown = {one.key: one for one in self._described.values() if one.key not in found}
        known = {found[one.key]: one for one in self._described.values() if one.key in found}
        self._identities.refresh(known, number)
        found |= self._identities.add(list(unknown.values()), number)
        self._identity_of = {step: found[one.key] for step, one in self._described.items()}

    def identities_of(self, finding: Finding) -> tuple[int, ...]:
        """The identities that a finding is on, each once."""
        steps = (step for step in finding.elements if step in self._identity_of)
        return tuple(dict.fromkeys(self._identity_of[step] for step in steps))

    def first_of(self, finding: Finding) -> ElementDescription | None:
        """The first element of a finding."""
        return self._described.get(finding.elements[0]) if finding.elements else None

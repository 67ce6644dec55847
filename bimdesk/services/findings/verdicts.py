"""Whether a run evaluated a finding that it did not report: then it is resolved. Else why not, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bimdesk.domain.execution import Status
from bimdesk.domain.finding_rules import Elements, why_incomplete
from bimdesk.services.findings.examined import ExaminedElements

OTHER_PARAMETERS = "The last run had other parameters than the one that found it."
NOT_TOUCHED = "The script did not get to its element in the last run."


@dataclass(frozen=True, slots=True, kw_only=True)
class RunVerdict:
    """A run on a version. `places`: STEP ids of identities there; `label`: of the version."""

    status: Status
    parameters: str
    label: str
    examined: ExaminedElements
    places: Mapping[int, int]
    is_readable: bool = True

    def why_not_evaluated(self, check: str, elements: Elements, parameters: str) -> str:
        """'' where the run examined all elements by the check. `parameters`: of the run that saw it last."""
        if reason := why_incomplete(self.status):
            return reason
        if not elements:
            has_said = self.examined.names(check)
            return "" if has_said or parameters == self.parameters else OTHER_PARAMETERS
        gone = len(elements) - sum(one in self.places for one in elements)
        if gone:
            return self._gone(gone, len(elements))
        said = self.examined.said_of(check)
        steps = [step for step in (self.places[one] for one in elements) if step not in said]
        if not steps:
            return ""
        if parameters != self.parameters:
            return OTHER_PARAMETERS
        return "" if all(step in self.examined.seen_set for step in steps) else NOT_TOUCHED

    def _gone(self, gone: int, count: int) -> str:
        if not self.is_readable:
            return f"The elements of {self.label} cannot be read."
        if count == 1:
            return f"Its element is not in {self.label}."
        return f"{gone:,} of its {count:,} elements {'is' if gone == 1 else 'are'} not in {self.label}."

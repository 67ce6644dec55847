"""What a service changed: every view decides for itself whether it must look again."""

from __future__ import annotations

from dataclasses import dataclass

from bimdesk.domain.ids import ExecutionId, ScriptKey, VersionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The nouns that a service touched; `|` joins two."""

    versions_added: frozenset[VersionId] = frozenset()
    models_removed: bool = False
    scripts: frozenset[ScriptKey] = frozenset()
    executions: frozenset[ExecutionId] = frozenset()
    filters: bool = False
    viewpoints: bool = False
    smart_views: bool = False
    presets: frozenset[ScriptKey] = frozenset()
    """Scripts whose presets are other ones."""
    findings: bool = False
    """Findings, their states, or what people decided of them."""
    activity: bool = False
    """The feed of what happened has something new."""
    library: bool = False
    """A folder of the library came, went or is another one."""

    def __or__(self, other: Changes) -> Changes:
        return Changes(
            versions_added=self.versions_added | other.versions_added,
            models_removed=self.models_removed or other.models_removed,
            scripts=self.scripts | other.scripts,
            executions=self.executions | other.executions,
            filters=self.filters or other.filters,
            viewpoints=self.viewpoints or other.viewpoints,
            smart_views=self.smart_views or other.smart_views,
            presets=self.presets | other.presets,
            findings=self.findings or other.findings,
            activity=self.activity or other.activity,
            library=self.library or other.library,
        )

    def __bool__(self) -> bool:
        return self != Changes()

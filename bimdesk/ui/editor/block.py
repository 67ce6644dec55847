"""The metadata block as the helper has read it, as the library knows it."""

from __future__ import annotations

from dataclasses import replace

from bimdesk.domain.script import MetadataProblem, Script, ScriptMetadata
from bimdesk.protocol.editor import BlockFacts

UNNAMED = "Script"
"""What the helper calls a script whose block gives no name."""


def script_by_block(script: Script, block: BlockFacts) -> Script:
    """What a script says of itself as it is typed; one without a name keeps the one that it has."""
    problem = MetadataProblem(message=block.fault, line=block.line) if block.fault else None
    metadata = metadata_of(block)
    if metadata.name == UNNAMED:
        metadata = replace(metadata, name=script.metadata.name)
    return replace(script, metadata=metadata, problem=problem)


def metadata_of(block: BlockFacts) -> ScriptMetadata:
    """JSON has lists where the metadata has tuples."""
    facts = block.metadata
    return ScriptMetadata(
        name=facts["name"],
        category=facts["category"],
        description=facts["description"],
        tags=tuple(facts["tags"]),
        limits=facts["limits"],
        run_on=facts["run_on"],
        permissions=tuple(facts["permissions"]),
        parameters=facts["parameters"],
        help=facts["help"],
    )

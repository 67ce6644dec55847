"""The metadata block as the helper has read it, as the library knows it."""

from __future__ import annotations

from bimdesk.domain.script import ScriptMetadata
from bimdesk.protocol.editor import BlockFacts

UNNAMED = "Script"
"""What the helper calls a script whose block gives no name."""


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

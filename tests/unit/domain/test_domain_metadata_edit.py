"""Single values of a metadata block: set, read back, and everything else left as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.domain.metadata import read_metadata
from bimdesk.domain.metadata_edit import set_metadata

BLOCK = '''#!/usr/bin/env python
# /// script
# requires-python = ">=3.11"
# [tool.bimdesk]
# name = "Rooms"   # a comment
# tags = [
#   "a",  # one
#   "b",
# ]
# timeout = 30
#
# [tool.bimdesk.parameters.properties.name]
# type = "string"
# title = "Name"
# ///
"""Help."""
name = "Rooms"
'''
WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip)


@given(WORDS, st.lists(WORDS, max_size=4), st.sampled_from([BLOCK, "", "x = 1\n", "# /// script\n# ///\n"]))
def test_that_what_is_set_is_read_back(category: str, tags: list[str], text: str) -> None:
    changed = set_metadata(text, {"category": category, "tags": tags})
    assert changed is not None
    metadata, problem = read_metadata(changed, file_name="rooms.py")
    assert problem is None
    assert (metadata.category, metadata.tags) == (category.strip(), tuple(tags))


def test_that_nothing_else_in_the_file_changes() -> None:
    changed = set_metadata(BLOCK, {"name": "Zimmer", "tags": ["c"]})
    assert changed is not None
    assert changed == BLOCK.replace('# name = "Rooms"   # a comment', '# name = "Zimmer"').replace(
        '# tags = [\n#   "a",  # one\n#   "b",\n# ]', '# tags = ["c"]'
    )


def test_that_a_script_without_a_block_gets_one_below_its_first_lines() -> None:
    text = "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\nresult = 1\n"
    changed = set_metadata(text, {"category": "export"})
    assert changed is not None
    assert changed.splitlines()[:4] == [*text.splitlines()[:2], "# /// script", "# [tool.bimdesk]"]
    assert changed.endswith("# ///\nresult = 1\n")


@pytest.mark.parametrize(
    "text",
    [
        "# /// script\n# [tool.bimdesk]\n# name = \n# ///\n",
        "# /// script\n# [tool.bimdesk]\n",
        '# /// script\n# tool.bimdesk = { name = "x" }\n# ///\n',
    ],
    ids=["broken", "open", "inline"],
)
def test_that_a_block_it_cannot_follow_is_left_to_the_person(text: str) -> None:
    assert set_metadata(text, {"category": "export"}) is None

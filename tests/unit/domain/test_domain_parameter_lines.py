"""Lines of the metadata block and the parameters that they speak of."""

from __future__ import annotations

import tomllib

import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from bimdesk.domain.parameter_lines import line_of, parameter_lines, path_at

TEXT = '''"""Help."""
# /// script
# [tool.bimdesk]
# name = "Check"
# [tool.bimdesk.parameters]
# required = ["a"]
# [tool.bimdesk.parameters.properties.a]
# type = "string"
# default = """
# b = 1
# [tool.bimdesk.parameters.properties.no]
# """
# title = "A"
#
# [tool.bimdesk.parameters.properties.group.properties.inner]
# type = "object"
# properties.deep.type = "string"
# [[tool.bimdesk.parameters.properties.choice.oneOf]]
# title = "One"
# [tool.bimdesk.parameters.properties]
# short = {type = "array", enum = [
#   "x",
#   "y",
# ]}
# "od.d" = {type = "string"}
# ///
a = 1
'''


def test_that_each_line_knows_its_parameter() -> None:
    lines = parameter_lines(TEXT)
    found = {number: path_at(lines, number) for number in range(1, 29)}
    assert {number: path for number, path in found.items() if path} == {
        **dict.fromkeys(range(7, 14), "a"),
        15: "group.inner",
        16: "group.inner",
        17: "group.inner.deep",
        18: "choice",
        19: "choice",
        **dict.fromkeys(range(21, 25), "short"),
        25: "od.d",
    }


def test_that_a_parameter_has_its_first_line_and_one_within_a_table_that_of_the_table() -> None:
    lines = parameter_lines(TEXT)
    assert [
        line_of(lines, path) for path in ("a", "group", "group.inner", "choice.width", "od.d", "none")
    ] == [
        7,
        15,
        15,
        18,
        25,
        0,
    ]
    assert parameter_lines("x = 1\n") == []


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.text(alphabet="abc_1", min_size=1, max_size=5).filter(lambda name: not name.isdigit()),
        st.fixed_dictionaries({"type": st.just("string"), "title": st.text(max_size=20)}),
        min_size=1,
        max_size=5,
    )
)
def test_that_every_parameter_of_a_block_is_found(properties: dict[str, dict[str, str]]) -> None:
    block = tomli_w.dumps({"tool": {"bimdesk": {"parameters": {"properties": properties}}}})
    assert tomllib.loads(block)
    text = "# /// script\n" + "".join(f"# {line}\n" for line in block.splitlines()) + "# ///\n"
    lines = parameter_lines(text)
    for name in properties:
        first = line_of(lines, name)
        assert path_at(lines, first) == name and name in text.split("\n")[first - 1]

"""The library is listed after every run: a script's text is parsed once."""

from __future__ import annotations

from bimdesk.services.library.scripts import list_scripts
from bimdesk.services.project import Project

TEXT = '# /// script\n# [tool.bimdesk]\n# name = "{0}"\n# ///\nresult = 1\n'


def test_that_a_text_is_parsed_once_however_often_the_library_is_listed(project: Project) -> None:
    path = project.scripts_folder / "counted.py"
    path.write_text(TEXT.format("Counted"))
    first, again = list_scripts(project), list_scripts(project)
    assert first[0].metadata is again[0].metadata
    path.write_text(TEXT.format("Renamed"))
    assert [script.metadata.name for script in list_scripts(project)] == ["Renamed"]

"""Which action stands in which menu, and where; the actions themselves are in `actions`."""

from __future__ import annotations

from bimdesk.ui.actions import EDITOR_GROUP, SPECS

MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "File",
        (
            "open",
            "open_sample",
            "recent",
            "-",
            "new_project",
            "open_project",
            "-",
            "save",
            "close_tab",
            "-",
            "quit",
        ),
    ),
    (
        "View",
        (
            *("undo", "redo", "-", "camera_back", "camera_forward", "save_viewpoint", "-"),
            *("left_dock", "right_dock", "bottom_dock", "reset_layout", "-"),
            *("theme", "theme_system", "density", "reduce_motion", "edges", "-", "full_screen"),
        ),
    ),
    (
        "Model",
        (
            *("fit_all", "fit_selection", "views", "parallel", "-"),
            *("plan", "leave_plan", "-", "measure", "clear_measurements", "-"),
            *("section", "box_selection", "clear_sections", "-"),
            *("isolate", "show_again", "ghost", "hide", "invert", "show_all", "-"),
            *("clear_selection", "-", "other_versions", "place_by_map"),
        ),
    ),
    (
        "Scripts",
        (
            *("run", "run_again", "cancel_run", "-", "report", "report_findings", "-"),
            *("new_script", "editor_test_run", "-", "editor"),
        ),
    ),
    (
        "Findings",
        (
            *("findings_list", "findings_timeline", "findings_matrix", "-"),
            *("next_finding", "previous_finding", "findings_of_selection", "-"),
            *("finding_show", "finding_isolate", "finding_ghost", "-"),
            *("finding_accept", "finding_progress", "finding_close", "finding_reopen"),
        ),
    ),
    (
        "Go",
        (
            *("commands", "find", "-", "page_model", "page_search", "page_filters"),
            *("page_smart_views", "page_viewpoints"),
            *("page_library", "page_findings", "page_history", "activity", "retention", "-"),
            *("next_area", "previous_area", "next_tab"),
        ),
    ),
    ("Help", ("keys", "about")),
)
"""Menus; "-" is a separator, a name of SUBMENUS a submenu, "recent" the list of recent files."""

SUBMENUS: dict[str, tuple[str, tuple[str, ...]]] = {
    "editor": (
        EDITOR_GROUP,
        tuple(spec.id for spec in SPECS if spec.in_editor and spec.id != "editor_test_run"),
    ),
    "views": ("Standard views", tuple(spec.id for spec in SPECS if spec.id.startswith("view_"))),
    "density": ("Rows", ("density_compact", "density_normal", "density_comfortable")),
}

"""What can be done in a script's text: one table for keys, menus, the palette and the page of keys."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EditorCommand:
    """`name`: as the text and its document know it. `keys`: several with " | " between them.

    `changes`: it writes into the text, which a read-only one does not let it.
    """

    name: str
    text: str
    icon: str
    keys: str
    changes: bool = False

    @property
    def key_list(self) -> tuple[str, ...]:
        return tuple(self.keys.split(" | "))


EDITOR_COMMANDS: tuple[EditorCommand, ...] = (
    EditorCommand("complete", "Complete the word", "text-cursor-input", "Ctrl+Space", True),
    EditorCommand("call_tip", "Show what a call takes", "info", "Ctrl+Shift+Space"),
    EditorCommand("format", "Format the text", "wand-sparkles", "Shift+Alt+F", True),
    EditorCommand("test_run", "Test run", "flask-conical", "Ctrl+Alt+Return"),
    EditorCommand("next_problem", "Next problem", "arrow-down", "F8"),
    EditorCommand("previous_problem", "Previous problem", "arrow-up", "Shift+F8"),
    EditorCommand("replace", "Find and replace", "replace", "Ctrl+H"),
    EditorCommand("find_next", "Next match", "arrow-down", "F3"),
    EditorCommand("find_previous", "Previous match", "arrow-up", "Shift+F3"),
    EditorCommand("go_to_line", "Go to line", "hash", "Ctrl+G"),
    EditorCommand("toggle_comment", "Comment or uncomment", "message-square-code", "Ctrl+/", True),
    EditorCommand("add_next", "Select the next occurrence too", "text-select", "Ctrl+D"),
    EditorCommand("add_all", "Select all occurrences", "text-select", "Ctrl+Alt+D"),
    EditorCommand("caret_above", "Caret in the line above too", "arrow-up", "Ctrl+Alt+Up"),
    EditorCommand("caret_below", "Caret in the line below too", "arrow-down", "Ctrl+Alt+Down"),
    EditorCommand("duplicate_line", "Duplicate lines", "copy-plus", "Ctrl+Shift+D", True),
    EditorCommand("delete_line", "Delete lines", "trash-2", "Ctrl+Shift+K", True),
    EditorCommand("move_line_up", "Move lines up", "arrow-up", "Alt+Up", True),
    EditorCommand("move_line_down", "Move lines down", "arrow-down", "Alt+Down", True),
    EditorCommand("zoom_in", "Larger text", "zoom-in", "Ctrl++ | Ctrl+="),
    EditorCommand("zoom_out", "Smaller text", "zoom-out", "Ctrl+-"),
    EditorCommand("zoom_reset", "Normal text", "rotate-ccw", "Ctrl+0"),
)
"""Their keys work while the text has the focus; names of texts are translated in the context "actions"."""

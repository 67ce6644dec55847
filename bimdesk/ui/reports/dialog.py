"""What a report is to be: its form, with or without pictures, where it goes."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bimdesk.services.reports.scope import FORMATS, Format, format_of
from bimdesk.ui.forms.toggles import Switch
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.labels import label

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
WIDTH = 480
_ICONS: dict[Format, str] = {"html": "globe", "pdf": "file-text", "xlsx": "sheet"}


class ReportDialog(QDialog):
    """`asked(Path, bool, bool)`: the file, pictures or not, open it afterwards or not."""

    asked = Signal(object, bool, bool)

    def __init__(self, subject: str, folder: Path, parent: QWidget, *, form: Format = "html") -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Report of {0}").format(subject))
        self._hints: dict[Format, str] = {
            "html": self.tr("One file for every browser, in light and dark, with charts and pictures."),
            "pdf": self.tr("A4 pages to print, sign and send."),
            "xlsx": self.tr("All findings and all rows, to sort and to count."),
        }
        self._base = file_name(subject)
        self._forms: dict[Format, QPushButton] = {}
        self.path = QLineEdit(str(free_path(folder, self._base, form)))
        self.path.setAccessibleName(self.tr("File of the report"))
        self.pictures = Switch(self.tr("Pictures of the findings in 3D"))
        self.pictures.setChecked(True)
        self.open_after = Switch(self.tr("Open it when it is made"))
        self.open_after.setChecked(True)
        self._hint = label(tone="tx3", size=12, wrap=True)
        self._note = label(tone="tx3", size=12, wrap=True)
        self.save = button(self.tr("Save report"), kind="primary", on_click=self._on_save)
        self.save.setDefault(True)
        self._group = QButtonGroup(self)
        self._lay_out()
        self.path.textChanged.connect(lambda _text: self._follow_path())
        self.set_form(form)

    @property
    def form(self) -> Format | None:
        """The form that the file's name says; None where it says none."""
        return format_of(Path(self.path.text().strip()))

    def set_form(self, form: Format) -> None:
        """Give the file the suffix of a form."""
        self.path.setText(str(Path(self.path.text().strip() or self._base).with_suffix(f".{form}")))
        self._follow_path()

    def _lay_out(self) -> None:
        self.setMinimumWidth(fonts.scaled(WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        names: dict[Format, str] = {
            "html": self.tr("Web page"),
            "pdf": self.tr("PDF"),
            "xlsx": self.tr("Workbook"),
        }
        row = QHBoxLayout()
        row.setSpacing(6)
        for form in FORMATS:
            made = button(
                names[form], kind="filter", icon_name=_ICONS[form], on_click=partial(self.set_form, form)
            )
            made.setCheckable(True)
            self._group.addButton(made)
            self._forms[form] = made
            row.addWidget(made)
        row.addStretch(1)
        column.addWidget(label(self.tr("Form"), tone="tx2", size=12))
        column.addLayout(row)
        column.addWidget(self._hint)
        column.addSpacing(6)
        column.addWidget(self.pictures)
        column.addWidget(self.open_after)
        column.addSpacing(6)
        column.addWidget(label(self.tr("File"), tone="tx2", size=12))
        place = QHBoxLayout()
        place.addWidget(self.path, 1)
        place.addWidget(button(self.tr("Browse…"), on_click=self._browse))
        column.addLayout(place)
        column.addWidget(self._note)
        column.addSpacing(8)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(self.tr("Cancel"), on_click=self.reject))
        foot.addWidget(self.save)
        column.addLayout(foot)

    def _follow_path(self) -> None:
        path, form = Path(self.path.text().strip()), self.form
        for one, made in self._forms.items():
            made.setChecked(one == form)
        self._hint.setText(self._hints[form] if form is not None else "")
        self.pictures.setEnabled(form in ("html", "pdf"))
        self.save.setEnabled(form is not None)
        if form is None:
            self._note.setText(self.tr("The file ends in none of .html, .pdf, .xlsx."))
        else:
            self._note.setText(self.tr("Replaces the file that is there.") if path.is_file() else "")

    def _browse(self) -> None:
        patterns: dict[Format, str] = {
            "html": "HTML (*.html)",
            "pdf": "PDF (*.pdf)",
            "xlsx": "Excel (*.xlsx)",
        }
        form = self.form or "html"
        found, _filter = QFileDialog.getSaveFileName(
            self, self.tr("Save the report"), self.path.text(), patterns[form]
        )
        if found:
            path = Path(found)
            self.path.setText(str(path if format_of(path) else path.with_suffix(f".{form}")))

    def _on_save(self) -> None:
        if self.form is None:
            return
        has_pictures = self.pictures.isEnabled() and self.pictures.isChecked()
        self.asked.emit(Path(self.path.text().strip()), has_pictures, self.open_after.isChecked())
        self.accept()


def file_name(subject: str) -> str:
    """`subject` as a name that every system takes, without a suffix."""
    words = " ".join(_FORBIDDEN.sub(" ", subject).split())
    return words[:80].strip(" .") or "Report"


def free_path(folder: Path, base: str, form: Format) -> Path:
    """A name in `folder` that no report has yet: `Findings.html`, `Findings 2.html`."""
    names = (base, *(f"{base} {number}" for number in range(2, 1000)))
    return next(
        (path for name in names if not (path := folder / f"{name}.{form}").exists()),
        folder / f"{base}.{form}",
    )

"""The top bar: menu, project, command field, Run script, queue, theme, help."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolBar, QToolButton, QWidget

from bimdesk.ui.actions import Actions
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.buttons import IconButton, text_icon_size
from bimdesk.ui.widgets.labels import IconLabel, key_label, label

HEIGHT = 40
FIELD_WIDTH = 420


class CommandField(QPushButton):
    """Looks like a field; opens the command palette."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "field")
        self.setAccessibleName(self.tr("Search elements, scripts, commands"))
        self.setFixedHeight(fonts.scaled(28))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 6, 0)
        layout.setSpacing(8)
        layout.addWidget(IconLabel("search", color="tx3"))
        self._text = label(self.tr("Search elements, scripts, commands"), tone="tx3")
        layout.addWidget(self._text)
        layout.addStretch(1)
        layout.addWidget(key_label("Ctrl K"))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return QSize(fonts.scaled(FIELD_WIDTH), fonts.scaled(28))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._text.setVisible(self.width() > fonts.scaled(230))


class QueueButton(QToolButton):
    """How much is under way; opens the queue."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "text")
        self.setFixedHeight(fonts.scaled(28))
        self.setIconSize(text_icon_size(16))
        self.setIcon(icons.icon("list-checks"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        self.setText(self.tr("Queue  {count}").format(count=count))
        self.setAccessibleName(self.tr("Queue, {count} under way").format(count=count))
        self.setToolTip(self.tr("Imports and runs under way"))


class TopBar(QToolBar):
    """40 high, not movable. The command field stands in the middle and gives way first."""

    queue_clicked = Signal()

    def __init__(
        self, actions: Actions, menu: QMenu, project_menu: QMenu, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("top_bar")
        self.setWindowTitle(self.tr("Top bar"))
        self.setMovable(False)
        self.setFixedHeight(fonts.scaled(HEIGHT))
        inside = QWidget()
        inside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(inside)
        row.setContentsMargins(6, 0, 8, 0)
        row.setSpacing(4)
        menu_button = IconButton("menu", self.tr("Menu"))
        menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu_button.setMenu(menu)
        row.addWidget(menu_button)
        row.addSpacing(4)
        row.addWidget(IconLabel("box", size=20, color="ac"))
        row.addWidget(self._project_button(project_menu))
        self._note = label(tone="tx3", size=12)
        row.addWidget(self._note)
        row.addStretch(1)
        self.field = CommandField()
        self.field.setMinimumWidth(fonts.scaled(120))
        self.field.setMaximumWidth(fonts.scaled(FIELD_WIDTH))
        self.field.clicked.connect(actions["commands"].trigger)
        row.addWidget(self.field, 100)
        row.addStretch(1)
        row.addWidget(self._run_button(actions))
        row.addSpacing(4)
        self.queue = QueueButton()
        self.queue.clicked.connect(self.queue_clicked)
        row.addWidget(self.queue)
        self._theme = IconButton("sun", actions["theme"].toolTip(), on_click=actions["theme"].trigger)
        row.addWidget(self._theme)
        row.addWidget(IconButton("circle-help", actions["keys"].toolTip(), on_click=actions["keys"].trigger))
        self.addWidget(inside)
        self._show_theme()

    def set_project(self, name: str, note: str = "") -> None:
        self._project.setText(name)
        self._note.setText(note)

    def _project_button(self, menu: QMenu) -> QToolButton:
        self._project = QToolButton()
        self._project.setProperty("kind", "title")
        self._project.setFixedHeight(fonts.scaled(28))
        self._project.setMenu(menu)
        self._project.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._project.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._project.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._project.setIcon(icons.icon("chevron-down"))
        self._project.setIconSize(QSize(fonts.scaled(14), fonts.scaled(14)))
        self._project.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._project.setAccessibleName(self.tr("Project"))
        return self._project

    def _run_button(self, actions: Actions) -> QPushButton:
        run = actions["run"]
        button = QPushButton(run.text())
        button.setIcon(run.icon())
        button.setIconSize(text_icon_size(16))
        button.setToolTip(run.toolTip())
        button.setEnabled(run.isEnabled())
        button.clicked.connect(run.trigger)
        run.enabledChanged.connect(button.setEnabled)
        return button

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_theme"):
            self._show_theme()

    def _show_theme(self) -> None:
        self._theme.set_icon("sun" if current().is_dark else "moon")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, current().color("line"))
        painter.end()

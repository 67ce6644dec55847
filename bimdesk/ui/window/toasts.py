"""Toasts at the window's bottom right: at most three, errors stay until they are closed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from bimdesk.ui.hub import Notification
from bimdesk.ui.widgets.toast import Toast

MOST = 3
SHOWN_MS = 6000
GAP = 8
MARGIN = 14
BOTTOM = 38


class ToastArea(QObject):
    """Stacks toasts over `window`, the newest lowest; moves them along when it is resized."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._toasts: list[Toast] = []
        window.installEventFilter(self)

    @property
    def toasts(self) -> list[Toast]:
        return list(self._toasts)

    def show_notification(self, notification: Notification) -> None:
        self._drop_same(notification)
        toast = Toast(
            notification.level,
            notification.text,
            notification.hint,
            self._window,
            action=notification.action,
            on_action=notification.on_action,
        )
        toast.closed.connect(self._close)
        self._toasts.append(toast)
        while len(self._toasts) > MOST:
            self._close(self._least_important())
        toast.show()
        toast.announce()
        self._place()
        if notification.level != "error":
            QTimer.singleShot(SHOWN_MS, toast, toast.dismiss)

    def _drop_same(self, notification: Notification) -> None:
        for toast in self.toasts:
            if (toast.text, toast.hint) == (notification.text, notification.hint):
                self._close(toast)

    def _least_important(self) -> Toast:
        """The oldest that is no error, else the oldest."""
        return next((toast for toast in self._toasts if toast.level != "error"), self._toasts[0])

    def _close(self, toast: Toast) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
            toast.hide()
            toast.deleteLater()
            self._place()

    def _place(self) -> None:
        bottom = self._window.height() - BOTTOM
        for toast in reversed(self._toasts):
            toast.resize(toast.width(), toast.heightForWidth(toast.width()))
            toast.move(self._window.width() - toast.width() - MARGIN, bottom - toast.height())
            toast.raise_()
            bottom -= toast.height() + GAP

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

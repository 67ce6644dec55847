"""The docks' pages of findings: groups at the left, details at the right, the list below; all on one desk."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from bimdesk.ui.actions import Actions
from bimdesk.ui.context import Context
from bimdesk.ui.panels.findings import DetailsPage, FindingList, FindingsDesk, GroupsPage
from bimdesk.ui.widgets.buttons import action_button
from bimdesk.ui.widgets.dock_title import DockTitleBar
from bimdesk.ui.window.docks import PagedDock, TabbedDock


class FindingPanes:
    """`list` stands below the 3D view, so that one sees both; the document has the same rows and choice."""

    def __init__(
        self, context: Context, actions: Actions, left: PagedDock, right: PagedDock, bottom: TabbedDock
    ) -> None:
        self.desk = FindingsDesk(context, left)
        self.groups = GroupsPage(self.desk)
        self.list = FindingList(self.desk)
        self.details = DetailsPage(self.desk)
        left.add_page("findings", self.groups.head, self.groups)
        self.groups.collapse_requested.connect(left.hide)
        head = DockTitleBar(
            left.tr("Finding"),
            collapse_icon="panel-right-close",
            collapse_text=actions["right_dock"].toolTip(),
        )
        tools: list[QWidget] = [action_button(actions[name]) for name in ("previous_finding", "next_finding")]
        for tool in tools:
            head.add_tool(tool)
        head.collapse_requested.connect(right.hide)
        self.details.title_changed.connect(head.set_title)
        right.add_page("finding", head, self.details)
        bottom.add_tab("findings", left.tr("Findings"), self.list)

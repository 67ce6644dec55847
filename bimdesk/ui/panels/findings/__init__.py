"""Findings: what checks found, what became of it, and what people decided."""

from bimdesk.ui.panels.findings.desk import Chosen, FindingsDesk
from bimdesk.ui.panels.findings.details import DetailsPage
from bimdesk.ui.panels.findings.groups_page import GroupsPage
from bimdesk.ui.panels.findings.list_view import FindingList
from bimdesk.ui.panels.findings.page import FindingsPage

__all__ = ["Chosen", "DetailsPage", "FindingList", "FindingsDesk", "FindingsPage", "GroupsPage"]

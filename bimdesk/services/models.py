"""What can be asked of the project's models, and how one is removed."""

from __future__ import annotations

import contextlib

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ModelId, ModelKey, VersionId
from bimdesk.domain.model import Model, ModelVersion
from bimdesk.services.clock import now
from bimdesk.services.project import Project
from bimdesk.services.staging import drop_staging, make_staging


def list_models(project: Project) -> list[Model]:
    """All models by name, each with its versions, oldest first."""
    return project.models.list_models()


def get_version(project: Project, version_id: VersionId) -> ModelVersion:
    """Raises `NotFoundError` where it was removed."""
    return project.models.get_version(version_id)


def find_version(project: Project, key: ModelKey) -> ModelVersion | None:
    """The version with this content (SHA-256)."""
    return project.models.find_version(key)


def remove_model(project: Project, model_id: ModelId) -> Changes:
    """Forget a model with all versions and delete their folders; the history keeps its executions."""
    keys = project.models.remove_model(model_id, now())
    if not project.shares_models:
        trash = make_staging(project.models_folder)
        for key in keys:
            with contextlib.suppress(OSError):
                (project.models_folder / key).rename(trash / key)
        drop_staging(trash)
    return Changes(models_removed=True, activity=True)

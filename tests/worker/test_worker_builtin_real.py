"""Every built-in script on real models of all schemas: within 20 s, with a judgement and a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from builtin_bench import REAL_MODELS, assert_sound, real_model, run_builtin
from real_models import needs_real_models
from script_bench import BUILTIN

pytestmark = [pytest.mark.real, needs_real_models]


@pytest.mark.parametrize("script", sorted(path.stem for path in BUILTIN.glob("*.py")))
@pytest.mark.parametrize("model", REAL_MODELS, ids=lambda name: Path(name).stem)
def test_that_it_judges_a_real_model(
    script: str, model: str, imported_folder: Callable[[Path], Path], tmp_path: Path
) -> None:
    assert_sound(run_builtin(script, imported_folder(real_model(model)), tmp_path))

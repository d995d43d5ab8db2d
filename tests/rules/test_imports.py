"""A batch worker that imports the model pays for no plotting, table, solver or agent library."""

import subprocess
import sys

import pytest

HEAVY = ("mesa", "pandas", "matplotlib", "scipy", "networkx", "pyarrow", "rich", "typer", "numba")


@pytest.mark.parametrize(
    "statement",
    [
        "import sim",
        "from sim.simulate import simulate",
        "import sim.scenario, sim.outcomes, sim.explain, sim.regime, sim.planner, sim.levers, sim.strategies",
    ],
)
def test_the_model_loads_without_heavy_libraries(statement):
    program = f"{statement}\nimport sys\nprint(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_running_a_scenario_needs_none_of_them_either():
    program = (
        "from sim.scenario import load\nfrom sim.simulate import simulate\nfrom sim.outcomes import run_outcomes\n"
        "run_outcomes(simulate(load('theory/case_01_n')))\n"
        f"import sys\nprint(*[name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_only_the_agent_view_imports_mesa():
    program = "import sim.mesa_model, sys\nprint('mesa' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True"]

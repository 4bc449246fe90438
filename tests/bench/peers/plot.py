"""Cost of the best plan and lower bound over time, a panel a problem."""

from pathlib import Path

import matplotlib as mpl
from document import Row
from matplotlib import pyplot
from matplotlib.axes import Axes
from table import is_valid

COLORS = {
    "heatsched": "#c1440e",
    "cpsat": "#1f6fb4",
    "highs": "#2d8659",
    "cbc": "#7a4fa3",
    "cpsat-cumulative": "#8db7da",
    "highs-plain": "#8fc3a8",
    "cbc-plain": "#bda6d3",
}
ACROSS = 3
FIRST_SECONDS = 0.1


def draw(runs: list[Row], path: Path) -> None:
    """Plans as lines, bounds dashed, what the plan was billed as a dot, a rejected plan as a cross."""
    mpl.rcParams.update({"svg.hashsalt": "peers", "svg.fonttype": "none", "font.size": 8})
    problems = list(dict.fromkeys(run["problem"] for run in runs))
    across = min(ACROSS, len(problems))
    down = -(-len(problems) // across)
    figure, axes = pyplot.subplots(down, across, figsize=(max(4.2 * across, 7), 3 * down), squeeze=False)
    for problem, panel in zip(problems, axes.flat, strict=False):
        _panel(panel, problem, [run for run in runs if run["problem"] == problem])
    for panel in list(axes.flat)[len(problems) :]:
        panel.set_visible(False)
    solvers = dict.fromkeys(run["by"] for run in runs)
    lines = [pyplot.Line2D([], [], color=COLORS[solver], label=solver) for solver in solvers]
    lines.append(pyplot.Line2D([], [], color="grey", linestyle="-", label="plan"))
    lines.append(pyplot.Line2D([], [], color="grey", linestyle="--", label="bound"))
    figure.legend(handles=lines, loc="lower center", ncols=len(lines), frameon=False)
    figure.tight_layout(rect=(0, 0.03 + 0.04 / down, 1, 1))
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def _panel(panel: Axes, problem: str, runs: list[Row]) -> None:
    end = max(run["limit_seconds"] for run in runs)
    for run in runs:
        color = COLORS[run["by"]]
        for name, style in (("cost", "-"), ("bound", "--")):
            points = [(max(p["seconds"], FIRST_SECONDS), p[name]) for p in run.get("trace", []) if p[name] is not None]
            if points:
                times, values = zip(*points, (max(end, points[-1][0]), points[-1][1]), strict=True)
                panel.step(times, values, style, where="post", color=color, linewidth=1.2)
        if run.get("cost") is not None:
            panel.plot([end], [run["cost"]], "o" if is_valid(run) else "x", color=color, markersize=4, clip_on=False)
    panel.set_xscale("log")
    panel.set_xlim(FIRST_SECONDS, end)
    panel.set_ylim(*_limits(runs))
    panel.set_title(f"{problem}: {runs[0]['jobs']} jobs", fontsize=8)
    panel.set_xlabel("seconds")
    panel.grid(visible=True, linewidth=0.3)
    panel.spines[["top", "right"]].set_visible(False)


def _limits(runs: list[Row]) -> tuple[float, float]:
    """Round the best plan: a first plan may cost a multiple, a first bound next to nothing."""
    costs = [run["cost"] for run in runs if is_valid(run)]
    bounds = [run["bound"] for run in runs if run.get("bound") is not None]
    known = costs or bounds or [1.0]
    best, least = min(known), max(bounds or known)
    room = max(best - least, 0.02 * abs(best))
    return best - 2.5 * room, min(max(known), best * 1.3) + 2 * room

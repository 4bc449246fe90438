"""The optimiser next to OR-Tools CP-SAT, HiGHS and CBC: same problems, threads and time, in one go.

    pip install -r tests/bench/requirements.txt
    python3 tests/bench/peers/run.py --problems 'FOLDER/*.json' [--seconds 60] [--threads 2] [--only heatsched,cpsat]

Every plan is billed and checked by `heatsched`; one that it rejects is shown as rejected. Runs are kept in a folder and
not run again unless the problem, the program or a model has changed, so parts can be run one after the other. Written
next to the runs: peers-SECONDSs.md, .csv, .json and .svg, and a picture a problem; with `--readme` also into a README.
"""

import argparse
import glob
import json
import shutil
import time
from pathlib import Path

import plot
import readme
import table
from document import Row
from runs import OURS, Run, all_runs
from worker import PEERS

ROOT = Path(__file__).resolve().parents[3]
README = Path(__file__).resolve().parents[1] / "README.md"
USUAL = [OURS, "cpsat", "highs", "cbc"]


def main() -> None:
    arguments = _arguments()
    problems = sorted({Path(name) for pattern in arguments.problems for name in glob.glob(pattern)})
    if not problems:
        raise SystemExit(f"no problem at {' '.join(arguments.problems)}")
    by_seconds: dict[float, list[Row]] = {}
    for run in all_runs(problems, arguments.only, arguments.seconds, arguments.threads):
        if row := _done_or_do(run, arguments):
            by_seconds.setdefault(run.limits.seconds, []).append(row)
    for seconds, runs in by_seconds.items():
        _write(arguments.results, f"peers-{seconds:g}s", runs)
    if arguments.readme and by_seconds:
        longest = max(by_seconds)
        _fill(arguments.readme, arguments.results / f"peers-{longest:g}s", by_seconds[longest])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--problems", nargs="+", required=True, metavar="GLOB", help="problem documents")
    parser.add_argument("--seconds", nargs="+", type=float, default=[60.0], help="time limits, each a run of its own")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", type=_solvers, default=USUAL, help=f"of {', '.join([OURS, *PEERS])}")
    parser.add_argument("--heatsched", type=Path, default=ROOT / "target" / "release" / "heatsched", metavar="PROGRAM")
    parser.add_argument("--results", type=Path, default=ROOT / "target" / "peers", metavar="FOLDER")
    parser.add_argument(
        "--readme", nargs="?", type=Path, const=README, metavar="FILE", help="fill in table and picture"
    )
    parser.add_argument("--fresh", action="store_true", help="run again what has results")
    parser.add_argument("--report", action="store_true", help="run nothing; table and picture of what has results")
    return parser.parse_args()


def _solvers(text: str) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name != OURS and name not in PEERS]:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}; there are {', '.join([OURS, *PEERS])}")
    return names


def _done_or_do(run: Run, arguments: argparse.Namespace) -> Row | None:
    path = run.path(arguments.results)
    if arguments.report:
        return json.loads(path.read_text()) if path.exists() else None
    if not arguments.fresh and run.is_done(arguments.results, arguments.heatsched):
        row = json.loads(path.read_text())
    else:
        row = run.do(arguments.results, arguments.heatsched)
    verdict = "; ".join(row["violations"]) or row["status"]
    about = f"{path.stem}: cost {row['cost']}, bound {row.get('bound')}, {verdict}"
    print(time.strftime("%H:%M:%S"), about, flush=True)
    return row


def _write(folder: Path, name: str, runs: list[Row]) -> None:
    rows = table.rows_of(runs)
    (folder / f"{name}.md").write_text(table.markdown(rows))
    (folder / f"{name}.csv").write_text(table.comma_separated(rows))
    (folder / f"{name}.json").write_text(json.dumps(rows, indent=1) + "\n")
    plot.draw(runs, folder / f"{name}.svg")
    for problem in {run["problem"] for run in runs}:
        plot.draw([run for run in runs if run["problem"] == problem], folder / f"{problem}-{name}.svg")


def _fill(path: Path, results: Path, runs: list[Row]) -> None:
    """Table and picture go beside the README, as peers.csv, peers.json and peers.svg."""
    for kind in ("csv", "json", "svg"):
        shutil.copy(results.with_suffix(f".{kind}"), path.parent / f"peers.{kind}")
    solvers = sorted({run["solver"] for run in runs if run.get("trace")})
    about = f"{runs[0]['limit_seconds']:g} s and {runs[0]['threads']} threads each; {runs[0]['machine']}."
    text = [f"{about} {'; '.join(solvers)}.", results.with_suffix(".md").read_text().rstrip()]
    readme.fill(path, "\n\n".join([*text, "![Cost of the best plan and lower bound over time](peers.svg)"]))


if __name__ == "__main__":
    main()

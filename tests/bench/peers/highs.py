"""HiGHS on the time-indexed model."""

from typing import Any

import highspy
import numpy as np
from instance import Instance
from linear import Linear
from milp import Milp
from progress import Trace
from solver import Limits, Outcome


def solve(instance: Instance, limits: Limits, *, is_tight: bool = True) -> Outcome:
    model = Milp(instance, is_tight=is_tight)
    highs = _highs(model.linear, limits)
    trace = Trace(float(instance.base_cost))

    def heard(event: Any) -> None:
        out = event.data_out
        trace.add(out.mip_primal_bound, out.mip_dual_bound)

    for events in (highs.cbMipImprovingSolution, highs.cbMipLogging, highs.cbMipInterrupt):
        events.subscribe(heard)
    trace.start()
    highs.run()
    seconds = trace.seconds
    info = highs.getInfo()
    trace.add(None, info.mip_dual_bound)
    is_found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if is_found:
        trace.add(info.objective_function_value, None)
    plan = model.plan(list(highs.getSolution().col_value)) if is_found else None
    status = highs.modelStatusToString(highs.getModelStatus())
    return Outcome(f"HiGHS {highs.version()}", status, plan, trace, seconds)


def _highs(linear: Linear, limits: Limits) -> highspy.Highs:
    highs = highspy.Highs()
    for option, value in {
        "output_flag": False,
        "threads": limits.threads,
        "parallel": "on" if limits.threads > 1 else "off",
        "time_limit": limits.seconds,
        "mip_rel_gap": 0.0,
        "mip_lp_solver": "ipm",  # the first relaxation takes simplex several times as long
        "random_seed": 0,
    }.items():
        highs.setOptionValue(option, value)
    highs.passModel(_lp(linear))
    return highs


def _lp(linear: Linear) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(linear.cost), len(linear.rows)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = (
        np.array(values) for values in (linear.cost, linear.lower, linear.upper)
    )
    lp.row_lower_, lp.row_upper_ = np.array(linear.row_lower), np.array(linear.row_upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(row) for row in linear.rows)])
    lp.a_matrix_.index_ = np.array([column for row in linear.rows for column, _ in row])
    lp.a_matrix_.value_ = np.array([factor for row in linear.rows for _, factor in row])
    kinds = {True: highspy.HighsVarType.kInteger, False: highspy.HighsVarType.kContinuous}
    lp.integrality_ = [kinds[is_integer] for is_integer in linear.is_integer]
    return lp

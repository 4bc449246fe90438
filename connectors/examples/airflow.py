"""Orders, then the plan: nothing new (99) skips the plan, what passes by itself (75) is tried again."""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG(
    "heatsched",
    schedule="*/15 * * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=2), "retry_exponential_backoff": True},
) as dag:
    # the last line on standard output is the run's summary, which BashOperator hands on
    orders = BashOperator(
        task_id="orders",
        # records in quarantine (3) keep nobody from planning the others
        bash_command="heatsched load run orders --skip-if-empty; code=$?; [ $code -eq 3 ] && exit 0; exit $code",
        skip_on_exit_code=99,
    )
    plan = BashOperator(
        task_id="plan",
        bash_command="heatsched -c \"SELECT schedule_id, total_cost FROM optimize_schedule('S-{{ ds }}')\"",
    )
    orders >> plan

import ast

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from parvis.kernel import jobs, tasks


def waiting():
    return list(ProcrastinateJob.objects.order_by("pk").values_list("task_name", "args"))


@pytest.mark.django_db
def test_a_job_is_promised_in_the_transaction_of_the_act():
    with pytest.raises(RuntimeError), transaction.atomic():
        jobs.later("kernel.forget")
        raise RuntimeError
    assert waiting() == []

    jobs.later("kernel.forget", row=3, network="example")
    assert waiting() == [("kernel.forget", {"row": 3, "network": "example"})]


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["someone@mail.org", "Ann Lee", "", "a" * 65, "x/y", "Abc"])
def test_a_job_holds_no_name_no_address_and_no_secret(key):
    with pytest.raises(ValueError, match="neither a number nor a code"):
        jobs.later("kernel.forget", key=key)


@pytest.mark.django_db
def test_what_is_promised_once_waits_once():
    jobs.later("kernel.forget", once=True)
    jobs.later("kernel.forget", once=True)
    jobs.later("kernel.recover", once=True)

    assert [name for name, _args in waiting()] == ["kernel.forget", "kernel.recover"]


def test_every_job_promised_by_name_exists():
    from tests.architecture.reading import sources

    declared = set(app.tasks)
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "later":
                name = node.args[0]
                if isinstance(name, ast.Constant):
                    assert name.value in declared, source.at(node.lineno)
    assert {"kernel.recover", "kernel.forget", "mailing.hand-over"} <= declared


def test_what_runs_by_itself_is_declared_by_its_room():
    named = {name for name, _id in app.periodic_registry.periodic_tasks}

    assert {"kernel.recover", "kernel.forget", "mailing.hand-over", "mailing.forget"} <= named


def test_a_job_of_a_dead_worker_is_put_back_and_done(committed_db):
    jobs.later("kernel.forget")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
        )
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = "
            "(SELECT id FROM procrastinate_workers)"
        )

    tasks.recover()
    assert ProcrastinateJob.objects.get().status == "todo"
    assert jobs.standing() == jobs.Standing(workers=0, waiting=1, late=0, failed=0)

    jobs.work(wait=False)

    assert not ProcrastinateJob.objects.filter(task_name="kernel.forget").exists()


def test_a_job_that_raises_is_tried_again_and_then_fails_for_good(committed_db):
    @jobs.task("kernel.breaks", tries=1)
    def breaks():
        raise RuntimeError("broken")

    try:
        jobs.later("kernel.breaks")
        jobs.work(wait=False)
        again = ProcrastinateJob.objects.get(task_name="kernel.breaks")
        assert (again.status, again.attempts) == ("failed", 1)
        assert jobs.standing().failed == 1
    finally:
        del app.tasks["kernel.breaks"]


@pytest.mark.django_db
def test_old_jobs_are_forgotten():
    jobs.later("kernel.forget")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '40 days'")

    tasks.forget()

    assert waiting() == []

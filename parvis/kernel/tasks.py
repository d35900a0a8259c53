"""What the jobs do to themselves: those of a dead worker are put back, old ones forgotten."""

from __future__ import annotations

from parvis.kernel import jobs


@jobs.task("kernel.recover", every="* * * * *")
def recover() -> None:
    """Put back the jobs of a worker that died, each minute."""
    jobs.recover()


@jobs.task("kernel.forget", every="40 1 * * *")
def forget() -> None:
    """Forget jobs that ended long ago, each night."""
    jobs.forget()

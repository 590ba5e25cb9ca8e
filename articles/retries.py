"""Having a problem file read once more."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from articles import processes, received_files
from articles.models import ImportProblem, Retry

State = Retry.State


def ask(problem: ImportProblem, user: AbstractBaseUser) -> Retry:
    """Have the problem's file read in a process of its own; if one is at it already, that is enough."""
    retry = of(problem)
    if retry and retry.state == State.WAITING:
        return retry
    asked = {"asked_by": user, "at": timezone.now(), "state": State.WAITING, "reason": "", "run": None}
    retry, _ = Retry.objects.update_or_create(problem=problem, defaults=asked)
    try:
        processes.start("retry_problem", problem.pk, received_files.incoming().parent / "retries.log")
    except OSError as error:
        _failed(retry, f"{error.strerror or error}"[:500])
    return retry


def of(problem: ImportProblem) -> Retry | None:
    """Return what came of reading it again, if it was; a process that died could not say so."""
    retry = Retry.objects.filter(problem=problem).select_related("asked_by", "run").first()
    if retry and retry.state == State.WAITING and processes.has_died(processes.RETRIES, problem.pk, retry.at):
        _failed(retry, "")
    return retry


def _failed(retry: Retry, reason: str) -> None:
    failed = {"state": State.FAILED, "reason": reason, "at": timezone.now()}
    Retry.objects.filter(pk=retry.pk, state=State.WAITING).update(**failed)
    retry.refresh_from_db()

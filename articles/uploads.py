"""What becomes of files sent from a browser: read for a dry run, then imported or discarded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from articles import processes, received_files
from articles.models import Upload

KEPT_FOR = timedelta(days=1)
State = Upload.State


def receive(
    files: Sequence[received_files.Received], size: int, options: dict[str, Any], user: AbstractBaseUser
) -> Upload:
    """Keep the files and have them read in a process of their own; raises OSError where they cannot be kept."""
    sweep()
    names = received_files.distinct([file.name for file in files])
    upload = Upload.objects.create(made_by=user, names=names, size=size, options=options)
    try:
        received_files.keep(upload, files)
    except OSError:
        received_files.delete(upload)
        upload.delete()
        raise
    _work_on(upload)
    return upload


def confirm(upload: Upload) -> bool:
    """Have an upload imported; False if it is not ready, or not any more."""
    if upload.state != State.READY or not Upload.objects.move(upload, State.IMPORTING, progress={}):
        return False
    _work_on(upload)
    return True


def try_again(upload: Upload) -> bool:
    """Have an upload that failed read again; False if it did not."""
    again = {"progress": {}, "found": {}, "reason": "", "run": None}
    if upload.state != State.FAILED or not Upload.objects.move(upload, State.WAITING, **again):
        return False
    _work_on(upload)
    return True


def discard(upload: Upload) -> bool:
    """Remove the files of an upload; False while it is imported, or when it has ended already."""
    if upload.state == State.IMPORTING or upload.state in Upload.ENDED:
        return False
    if not Upload.objects.move(upload, State.DISCARDED):
        return False
    received_files.delete(upload)
    return True


def settle(upload: Upload) -> None:
    """An upload whose process died could not say so."""
    if upload.state in Upload.WORKING and processes.has_died(processes.UPLOADS, upload.pk, upload.since):
        Upload.objects.move(upload, State.FAILED, reason="")


def sweep() -> None:
    """Discard what nobody has confirmed for a day, and remove what is left on the disk of it."""
    left = Upload.objects.exclude(state__in=Upload.ENDED).filter(since__lt=timezone.now() - KEPT_FOR)
    for upload in left:
        settle(upload)
        if upload.state not in Upload.WORKING:
            discard(upload)
    received_files.sweep_incoming()
    numbers = received_files.kept()
    wanted = set(Upload.objects.filter(pk__in=numbers).exclude(state__in=Upload.ENDED).values_list("pk", flat=True))
    for number in numbers:
        if number not in wanted:
            received_files.delete(Upload(pk=number))


def _work_on(upload: Upload) -> None:
    try:
        processes.start("work_upload", upload.pk, received_files.log(upload))
    except OSError as error:
        Upload.objects.move(upload, State.FAILED, reason=f"{error.strerror or error}"[:500])

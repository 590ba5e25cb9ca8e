"""Receiving files from a browser: straight to where they are kept, and never more than the limit."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from articles import received_files

MEGABYTE = 1024 * 1024
FORM = MEGABYTE
"""What a request may be longer than the files in it."""
READ_TO_THE_END = 10
"""How many times the limit is read and thrown away, since a browser listens only once it has sent all."""

View = Callable[[HttpRequest], HttpResponse]


class ReceivedFile(UploadedFile):
    """A file as it was received, gone with the request unless it is moved elsewhere."""

    def __init__(self, name: str, size: int, path: str) -> None:
        super().__init__(None, name, size=size)
        self.path = path

    def close(self) -> None:
        with suppress(FileNotFoundError):
            os.unlink(self.path)


class LimitedHandler(FileUploadHandler):
    """Writes what is received to the disk up to the limit; `refusal` says why it stopped."""

    refusal = ""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.limit, self.received, self.paths = settings.IMPORT_UPLOAD_MB * MEGABYTE, 0, []

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:
        self.announced = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.announced > self.limit + FORM:
            self._refuse(too_large())
        try:
            descriptor, path = tempfile.mkstemp(dir=received_files.incoming())
        except OSError as error:
            self._refuse(not_kept(error))
        self.paths.append(path)
        self.target = os.fdopen(descriptor, "wb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > self.limit:
            self._refuse(too_large())
        try:
            self.target.write(raw_data)
        except OSError as error:
            self._refuse(not_kept(error))

    def file_complete(self, file_size: int) -> ReceivedFile | None:
        try:
            self.target.close()
        except OSError as error:
            self._refuse(not_kept(error))
        return ReceivedFile(self.file_name, file_size, self.paths[-1])

    def remove(self) -> None:
        """Remove from the disk what was received."""
        with suppress(AttributeError, OSError):
            self.target.close()
        for path in self.paths:
            with suppress(OSError):
                os.unlink(path)

    def _refuse(self, why: str) -> None:
        self.refusal = why
        raise StopUpload(connection_reset=self.announced > READ_TO_THE_END * self.limit)


def receiving(desk: ModelAdmin, view: View, refused: Callable[[HttpRequest, str], HttpResponse]) -> View:
    """Return the view as one that receives files: only from those who may add, and never more than the limit.

    The form's token is looked at after the files have come; so the limit is set, and the sender known, before that.
    """

    @csrf_exempt
    def received(request: HttpRequest) -> HttpResponse:
        if not desk.admin_site.has_permission(request):
            return desk.admin_site.admin_view(view)(request)  # which leads to the login
        if not desk.has_add_permission(request):
            raise PermissionDenied
        refusal = _receive(request)
        return refused(request, refusal) if refusal else desk.admin_site.admin_view(view)(request)

    return received


def _receive(request: HttpRequest) -> str:
    """Read what is sent, and return why it is refused, if it is."""
    handler = LimitedHandler(request)
    request.upload_handlers = [handler]
    whole = False
    try:
        whole = request.POST is not None and not handler.refusal
    except TooManyFilesSent:
        return too_many()
    except (MultiPartParserError, UnreadablePostError):
        return _("The files did not arrive whole. Please send them again.")
    finally:
        if not whole:
            handler.remove()
    return handler.refusal


def too_large() -> str:
    limit = settings.IMPORT_UPLOAD_MB
    return _("That is more than %(limit)s MB at once. Nothing was kept: send less, or pack it.") % {"limit": limit}


def too_many() -> str:
    limit = settings.DATA_UPLOAD_MAX_NUMBER_FILES
    return _("Those are more than %(limit)s files at once. Nothing was kept: pack them into one archive.") % {
        "limit": limit
    }


def not_kept(error: OSError) -> str:
    return _("The files could not be kept: %(reason)s.") % {"reason": error.strerror or error}

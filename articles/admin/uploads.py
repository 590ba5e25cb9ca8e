"""Wire copy sent from a browser: looked at first, then imported or discarded."""

from __future__ import annotations

import codecs
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles import uploads
from articles.admin.deciding import shown
from articles.admin.desk import ReadOnlyAdmin
from articles.admin.receiving import not_kept, receiving
from articles.models import Upload

ENCODINGS = (
    "utf-8", "utf-16", "windows-1252", "iso-8859-1", "iso-8859-15", "windows-1250", "iso-8859-2", "windows-1251",
    "koi8-r", "iso-8859-7", "windows-1256", "iso-8859-6", "windows-1255", "windows-1254", "euc-kr", "cp949", "big5",
    "gb18030", "shift_jis", "euc-jp", "iso-2022-jp",
)  # fmt: skip
COUNTS = ("created", "updated", "unchanged", "unreadable")
NAMES_SHOWN = 20
LOOKS_AGAIN = ((20, 2), (300, 5))
"""Up to so many seconds of waiting, the page looks again after so many; then every 15."""


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return files.getlist(name)


class SeveralFiles(forms.FileField):
    """One file or more, empty ones too: what is wrong with them the dry run says."""

    widget = SeveralFilesInput

    def clean(self, data: list[Any], initial: Any = None) -> list[Any]:
        if not data:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return data


class UploadForm(forms.Form):
    files = SeveralFiles(label=_("Files"), widget=SeveralFilesInput(attrs={"multiple": True}))
    received = forms.DateField(
        label=_("Received on"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "vDateField"}),
        help_text=_("The day the copy was received: the latest its date can be. Leave it empty if you do not know."),
    )
    encoding = forms.ChoiceField(
        label=_("Encoding"),
        required=False,
        help_text=_("Only for copy in which letters come out wrong; it is then taken for all the files."),
    )
    entities = forms.BooleanField(label=_("Look for people, organisations and places"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["encoding"].choices = [("", _("recognised by itself")), *((name, name) for name in ENCODINGS)]
        self.fields["files"].help_text = gettext(
            "Wire copy in any format Newsroom reads, or archives of it (zip, tar, gz…); %(limit)s MB at once."
        ) % {"limit": settings.IMPORT_UPLOAD_MB}

    def options(self) -> dict[str, object]:
        """Return the options as an import run keeps them."""
        received, encoding = self.cleaned_data["received"], self.cleaned_data["encoding"]
        return {
            "received": received.isoformat() if received else None,
            "encoding": codecs.lookup(encoding).name if encoding else "",
            "columns": {},
            "entities": self.cleaned_data["entities"],
        }


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "made_at", "files", "size_read", "made_by", "state", "run"]
    list_filter = ["state", "made_at"]
    list_select_related = ["made_by", "run"]
    sortable_by = ["made_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_upload(request)

    def has_view_permission(self, request: HttpRequest, obj: Upload | None = None) -> bool:
        return may_upload(request) or super().has_view_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("found")

    def get_urls(self) -> list[Any]:
        guarded = self.admin_site.admin_view
        acts = {"import": self.import_view, "discard": self.discard_view, "again": self.again_view}
        return [
            path("add/", receiving(self, self.send_view, self.refused), name="articles_upload_add"),
            *(
                path(f"<int:number>/{name}/", guarded(require_POST(view)), name=f"articles_upload_{name}")
                for name, view in acts.items()
            ),
            path("<int:number>/change/", guarded(self.state_view), name="articles_upload_change"),
            *super().get_urls(),
        ]

    # --- Sending

    def send_view(self, request: HttpRequest) -> HttpResponse:
        """Take files to be looked at."""
        form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
        if form.is_valid():
            files = form.cleaned_data["files"]
            try:
                upload = uploads.receive(files, sum(file.size for file in files), form.options(), request.user)
            except OSError as error:
                return self.refused(request, not_kept(error))
            return HttpResponseRedirect(upload_address(upload))
        return shown(self, request, "upload/send.html", gettext("Upload wire copy"), form=form)

    def refused(self, request: HttpRequest, why: str) -> HttpResponse:
        messages.error(request, why)
        return HttpResponseRedirect(reverse("admin:articles_upload_add"))

    # --- What becomes of it

    def state_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show the state of an upload, and what can be done about it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        upload = get_object_or_404(Upload.objects.select_related("made_by", "run"), pk=number)
        uploads.settle(upload)
        title = gettext("Upload %(number)s: %(state)s") % {"number": upload.pk, "state": upload.get_state_display()}
        return shown(self, request, "upload/state.html", title, may_upload=may_upload(request), **_described(upload))

    def import_view(self, request: HttpRequest, number: int) -> HttpResponse:
        upload = self._to_act_on(request, number)
        if uploads.confirm(upload):
            self.log_change(request, upload, gettext("Import confirmed."))
        return HttpResponseRedirect(upload_address(upload))

    def discard_view(self, request: HttpRequest, number: int) -> HttpResponse:
        upload = self._to_act_on(request, number)
        if uploads.discard(upload):
            self.log_change(request, upload, gettext("Discarded."))
        return HttpResponseRedirect(upload_address(upload))

    def again_view(self, request: HttpRequest, number: int) -> HttpResponse:
        upload = self._to_act_on(request, number)
        uploads.try_again(upload)
        return HttpResponseRedirect(upload_address(upload))

    def _to_act_on(self, request: HttpRequest, number: int) -> Upload:
        if not may_upload(request):
            raise PermissionDenied
        upload = get_object_or_404(Upload, pk=number)
        uploads.settle(upload)
        return upload

    # --- Columns

    @admin.display(description=_("files"))
    def files(self, upload: Upload) -> str:
        first, rest = "".join(upload.names[:1]), len(upload.names) - 1
        more = ngettext("and %(count)s more", "and %(count)s more", rest) % {"count": rest} if rest > 0 else ""
        return format_html("{} {}", first, more)

    @admin.display(description=_("size"))
    def size_read(self, upload: Upload) -> str:
        return filesizeformat(upload.size)


def may_upload(request: HttpRequest) -> bool:
    """Return whether the user may bring copy into the archive from the browser."""
    return request.user.has_perm("articles.add_upload")


def upload_address(upload: Upload) -> str:
    return reverse("admin:articles_upload_change", args=[upload.pk])


def _described(upload: Upload) -> dict[str, Any]:
    found, run = upload.found, upload.run
    works = upload.state in Upload.WORKING
    return {
        "upload": upload,
        "looks_again": _looks_again(upload) if works else 0,
        "names": upload.names[:NAMES_SHOWN],
        "more": len(upload.names[NAMES_SHOWN:]),
        "received": parse_date(upload.options.get("received") or ""),
        "articles": [{**each, "day": parse_date(each["date"])} for each in found.get("articles", ())],
        "expected": sum(found.get(each, 0) for each in COUNTS),
        "done": sum(getattr(run, each) for each in COUNTS) if run else 0,
        "brings_something": bool(found.get("created") or found.get("updated")),
    }


def _looks_again(upload: Upload) -> int:
    waited = (timezone.now() - upload.since).total_seconds()
    return next((seconds for limit, seconds in LOOKS_AGAIN if waited < limit), 15)

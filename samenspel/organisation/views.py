"""De pagina van de organisatie, for administrators, and what of it everybody gets: stylesheet and logo."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samenspel import clock
from samenspel.accounts.people_views import for_administrators
from samenspel.accounts.security_log import event
from samenspel.exports.word_safety import LARGEST
from samenspel.organisation import logo, look, texts, theme
from samenspel.organisation.forms import OrganisationForm
from samenspel.reports import templates as word
from samenspel.reports.models import WordTemplate

KEEP = "public, max-age=31536000, immutable"


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def organisation(request: HttpRequest) -> HttpResponse:
    """Everything together; posting saves name and form of address."""
    row = look.row()
    form = OrganisationForm(request.POST or None, initial={"name": row.name, "address": row.address})
    if request.method == "POST" and form.is_valid():
        row.name, row.address = form.cleaned_data["name"], form.cleaned_data["address"]
        row.save(update_fields=["name", "address"])
        return _done(request, "Bewaard.")
    return _page(request, {"form": form}, 422 if request.method == "POST" else 200)


@require_POST
@for_administrators
def set_logo(request: HttpRequest) -> HttpResponse:
    """Another logo, or none."""
    row, data = look.row(), b""
    if "remove" not in request.POST:
        found = request.FILES.get("logo")
        try:
            if found is None:
                raise logo.NotALogo("Kies eerst een bestand.")
            data = logo.picture(found.read(logo.MOST_BYTES + 1))
        except logo.NotALogo as problem:
            return _page(request, {"logo_faults": [str(problem)]}, 422)
    row.logo, row.logo_mark = data, logo.mark(data)
    row.save(update_fields=["logo", "logo_mark"])
    return _done(request, "Het logo is bewaard." if data else "Het logo is weg.")


@require_POST
@for_administrators
def set_theme(request: HttpRequest) -> HttpResponse:
    """Other colours, from a token file or typed; an empty text gives ours back."""
    found = request.FILES.get("file")
    text = request.POST.get("tokens", "")
    if found is not None:
        text = found.read(theme.MOST + 1).decode("utf-8", "replace")
    read = theme.read(text)
    if read.faults:
        return _page(request, {"theme_text": text[: theme.MOST], "theme_faults": read.faults[:20]}, 422)
    row = look.row()
    row.theme = read.tokens
    row.save(update_fields=["theme"])
    if read.unknown:
        messages.warning(request, f"Niet overgenomen, want Samenspel kent ze niet: {', '.join(read.unknown[:12])}.")
    return _done(request, "De kleuren zijn bewaard." if read.tokens else "De kleuren van Samenspel zijn terug.")


@require_POST
@for_administrators
def set_template(request: HttpRequest) -> HttpResponse:
    """Another Word template for reports, checked first; or ours again."""
    if "remove" in request.POST:
        WordTemplate.objects.all().delete()
        return _done(request, "Verslagen gebruiken weer het sjabloon van Samenspel.")
    found = request.FILES.get("template")
    faults = ["Kies eerst een bestand."] if found is None else []
    if found is not None:
        data = found.read(LARGEST + 1)
        faults = word.check(data)
        if not faults:
            WordTemplate.objects.all().delete()
            WordTemplate.objects.create(name=str(found.name)[:100], data=data, uploaded=clock.today())
            return _done(request, "Het Word-sjabloon is bewaard. Nieuwe verslagen gebruiken het.")
    return _page(request, {"word_faults": faults[:20]}, 422)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def own_texts(request: HttpRequest, instrument: str, file: str) -> HttpResponse:
    """One file of content, text by text, with room for own words."""
    try:
        found = texts.lines(instrument, file)
        if request.method == "POST":
            written = {line.place: request.POST.get(f"t:{line.place}", "") for line in found}
            too_long = [line.place for line in found if len(written[line.place]) > texts.LONGEST]
            if not too_long:
                texts.save(instrument, file, written)
                messages.success(request, "De teksten zijn bewaard.")
                return redirect("own_texts", instrument=instrument, file=file)
            found = [texts.Line(line.place, line.ours, written[line.place], line.changed) for line in found]
    except texts.Unknown:
        raise Http404 from None
    context = {
        "instrument": instrument,
        "called": texts.FILE_NAMES.get(file, file),
        "lines": found,
        "most": texts.LONGEST,
    }
    if request.method == "POST":
        return render(request, "organisation/own_texts.html", {**context, "too_long": too_long}, status=422)
    return render(request, "organisation/own_texts.html", context)


@require_GET
def theme_css(request: HttpRequest) -> HttpResponse:
    """The organisation's tokens as a stylesheet, written by us."""
    found = look.look()
    return _kept(request, found.theme_mark, theme.stylesheet(found.theme).encode(), "text/css; charset=utf-8")


@require_GET
def logo_png(request: HttpRequest) -> HttpResponse:
    """The logo."""
    row = look.row()
    if not row.logo:
        raise Http404
    return _kept(request, row.logo_mark, bytes(row.logo), "image/png")


def _kept(request: HttpRequest, mark: str, body: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = KEEP if mark and request.GET.get("v") == mark else "no-cache"
    return response


def _done(request: HttpRequest, said: str) -> HttpResponse:
    look.forget()
    event("organisation.changed", by=request.user.pk)
    messages.success(request, said)
    return redirect("organisation")


def _page(request: HttpRequest, more: dict[str, Any], status: int = 200) -> HttpResponse:
    row = look.row()
    form = OrganisationForm(initial={"name": row.name, "address": row.address})
    context: dict[str, Any] = {
        "form": form,
        "row": row,
        "theme_text": theme.stylesheet(row.theme),
        "theme_warnings": theme.warnings(row.theme),
        "tokens": {**theme.OURS, **{name: "6px" for name in theme.SIZES}},
        "template": WordTemplate.objects.filter(in_use=True).order_by("-pk").defer("data").first(),
        "fields": word.FIELDS,
        "files": texts.files(),
        **more,
    }
    return render(request, "organisation/organisation.html", context, status=status)

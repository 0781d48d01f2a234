"""`/.well-known/security.txt` (RFC 9116): where to report a weakness."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone


def security_txt(request: HttpRequest) -> HttpResponse:
    """The contact given by the organisation; 404 when none is given, for a wrong contact is worse."""
    contact = settings.SAMENSPEL_SECURITY_CONTACT
    if not contact:
        raise Http404
    contact = f"mailto:{contact}" if "@" in contact and ":" not in contact else contact
    expires = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.SAMENSPEL_PUBLIC_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")

"""What accounts share: a row as the desk sees it."""

from __future__ import annotations

from service.views import Counsellor
from store.models import CounsellorRow


def counsellor_view(row: CounsellorRow) -> Counsellor:
    """Without hashes and secrets."""
    return Counsellor(
        id=row.id,
        name=row.name,
        login=row.login,
        role=row.role,  # type: ignore[arg-type]  # checked when written
        languages=tuple(row.languages),
        themes=tuple(row.themes),
        team=row.team,
        interface_language=row.interface_language,  # type: ignore[arg-type]
        has_totp=row.totp_secret is not None,
        active=row.active,
        cap=row.cap,
    )

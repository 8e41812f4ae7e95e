"""Headers that every answer carries, and the content security policy of the application's page and worker.

Nothing may run or load but our own files: no inline script, no inline style but with the nonce of this very answer, and
on the page for people without an account none at all.
WebAssembly is allowed in the worker's own answer only, because a dedicated worker takes its policy from there.
"""

from waxpost_server.kit.settings import Settings

# The two policies that web/src makes; nothing else can turn text into code. `default` lets through text without markup
# (web/src/app/trusted.ts), `waxpost-worker` the address of one script (web/src/worker/client.ts).
TRUSTED_TYPES = ("default", "waxpost-worker")

WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"
# For files that are no page: shown on their own they can do nothing.
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'"

_PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'nonce-{nonce}'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        f"trusted-types {' '.join(TRUSTED_TYPES)}",
        "report-uri /v1/csp-report",
    )
)

# The outsider's page (web/src/outside) writes no style while running and makes one policy: a nonce would be of no use.
OUTSIDE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "worker-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types waxpost-worker; report-uri /v1/csp-report"
)

_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "x-frame-options": "DENY",
}


def page_policy(nonce: str) -> str:
    """The content security policy of a page whose style tags carry the nonce."""
    return _PAGE_POLICY.format(nonce=nonce)


def constant_headers(settings: Settings) -> list[tuple[bytes, bytes]]:
    """What every answer carries, whatever it is."""
    headers = dict(_ALWAYS)
    if settings.is_https:
        headers["strict-transport-security"] = "max-age=63072000"
    return [(name.encode(), value.encode()) for name, value in headers.items()]

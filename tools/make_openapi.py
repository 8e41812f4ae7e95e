"""Write docs/api/openapi.json, the interface as the server itself describes it.

`python -m tools.make_openapi [--check]`; a test fails when the document is not current. The browser client makes its
types from it (`npm run gen:api` in web/), so a route that changes shape breaks the client's build and not its users.
"""

import json
import logging
import sys
import tempfile
from dataclasses import fields
from pathlib import Path

from waxpost_server.app import create_app
from waxpost_server.kit.errors import registered_errors
from waxpost_server.kit.secrets import SECRET_BYTES, Secrets
from waxpost_server.kit.settings import Settings

TARGET = Path(__file__).resolve().parents[1] / "docs/api/openapi.json"


def document() -> str:
    """The text of the document, with the register of problem codes (`x-problem-codes`), each with its status."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), web_dir=Path(folder))
        # The app never starts: its secrets only have to have the right size.
        app = create_app(settings, Secrets(**{field.name: bytes(SECRET_BYTES) for field in fields(Secrets)}))
        schema = app.openapi_schema.to_schema()
    schema["x-problem-codes"] = {error.code: error.status for error in registered_errors()}
    return json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the document; with --check only say whether it is current."""
    logging.disable()
    text = document()
    if "--check" in sys.argv[1:]:
        if TARGET.exists() and TARGET.read_text() == text:
            return 0
        print(
            "docs/api/openapi.json is not current: run `python -m tools.make_openapi`, then `npm run gen:api` in web/."
        )
        return 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

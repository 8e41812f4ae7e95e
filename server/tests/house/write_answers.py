"""Write answers.txt anew: `python -m server.tests.house.write_answers`. Look at the difference before it is kept."""

import tempfile
from pathlib import Path

from server.tests.house.answers import fields_of
from waxpost_server.app import create_app
from waxpost_server.kit.secrets import open_secrets
from waxpost_server.kit.settings import Settings


def main() -> None:
    """Write the list beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        app = create_app(settings, open_secrets(settings.secrets_dir, is_in_use=False))
    Path(__file__).with_name("answers.txt").write_text("\n".join(fields_of(app)) + "\n")


if __name__ == "__main__":
    main()

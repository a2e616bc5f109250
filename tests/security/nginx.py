"""An nginx of the test's own around the sites of `deploy/`."""

from __future__ import annotations

import subprocess
from pathlib import Path


def certificate_for_localhost(folder: Path) -> tuple[Path, Path]:
    """Makes a key and a certificate of a day; where they lie."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = (
        f"openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost"
        f" -addext subjectAltName=DNS:localhost -keyout {key}"
        f" -out {certificate}"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    return key, certificate


def main_conf(folder: Path, site: str) -> str:
    """Writes the configuration of an nginx of its own around sites; its path."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    main = folder / "main.conf"
    main.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off; include /etc/nginx/mime.types;\n"
        f"{temporary}\n{site} }}\n"
    )
    return str(main)

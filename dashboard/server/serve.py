"""Starting the server: the one documented way.

It refuses to start when something would be left open, rather than warn.
"""

from __future__ import annotations

import os
import sys

import uvicorn

from dashboard.server.asgi import build_app, close_to_others
from dashboard.server.port import refuse_if_taken
from dashboard.server.settings import ServerSettings
from warehouse import audit
from warehouse.demo_accounts import make_demo_accounts
from warehouse.errors import ThanThienError
from warehouse.people.accounts import list_accounts
from warehouse.settings import Settings


def serve(
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    port: int = 8501,
    demo_accounts: bool = False,
) -> None:
    """Serves the dashboard until it is stopped.

    Args:
        settings: Names the stores.
        host: Address to listen on; another than this machine's own needs HTTPS
            in front (`THANTHIEN_PUBLIC_URL`).
        port: Port to listen on.
        demo_accounts: Make one account per role and print the passwords.

    Raises:
        ThanThienError: Something would be left open: see its message.
    """
    server = ServerSettings.from_environment(host, port)
    server.refuse_if_unsafe(demo_accounts=demo_accounts)
    refuse_if_taken(host, port)
    close_to_others(settings, server)
    # Pages read their settings from the environment: the same as ours.
    os.environ["THANTHIEN_HOME"] = str(settings.home)
    os.umask(0o077)
    # Shows that the record can be written before anybody is let in.
    audit.record(settings, actor="server", action="server_started", subject=host)
    if demo_accounts:
        for account in make_demo_accounts(settings):
            role, name = account.identity.role, account.identity.user_name
            sys.stdout.write(f"{role:<10} {name:<10} {account.password}\n")
    elif all(account.is_disabled for account in list_accounts(settings)):
        rule = "somebody must be able to sign in"
        next_step = "thanthien user add NAME --role ROLE --administrator"
        raise ThanThienError("accounts", 0, rule, next_step)
    sys.stdout.write(f"http://{host}:{port}\n" if not server.public_url else "")
    sys.stdout.flush()
    uvicorn.run(
        build_app(settings, server),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1",
        ws_max_size=2 * 1024 * 1024,
        timeout_graceful_shutdown=3,
    )

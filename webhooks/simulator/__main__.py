"""`python -m webhooks.simulator`: a phone network until it is told to stop."""

import asyncio
import json
import signal
import sys

from aiohttp import web

from webhooks.simulator.app import application
from webhooks.simulator.config import Config, read


async def serve(config: Config) -> None:
    """Serve until SIGTERM or SIGINT; one line of JSON on stdout says where, once calls can be placed."""
    runner = web.AppRunner(application(config), access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, config.host, config.port)
    await site.start()
    port = runner.addresses[0][1]
    sys.stdout.write(json.dumps({"ready": True, "address": f"http://{config.host}:{port}"}) + "\n")
    sys.stdout.flush()
    stopped = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stopped.set)
    await stopped.wait()
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve(read()))

"""The network as one web application: REST API, control API and page on one port."""

from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from webhooks.simulator.config import Config
from webhooks.simulator.control import routes as control
from webhooks.simulator.control.guard import guard
from webhooks.simulator.keys import WORLD
from webhooks.simulator.rest import routes as rest
from webhooks.simulator.world import World

PAGE = Path(__file__).parent / "page"
POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"


def application(config: Config) -> web.Application:
    """The whole network; its world lives as long as the application runs."""
    app = web.Application(middlewares=[guard])

    async def world(running: web.Application) -> AsyncIterator[None]:
        running[WORLD] = World(config)
        yield
        await running[WORLD].close()

    app.cleanup_ctx.append(world)
    rest.add(app)
    control.add(app)
    if PAGE.is_dir():
        app.router.add_get("/", _index)
        app.router.add_static("/page", PAGE)
    return app


async def _index(request: web.Request) -> web.FileResponse:
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
    return web.FileResponse(PAGE / "index.html", headers=headers)

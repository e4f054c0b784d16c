"""What the web application carries with it."""

from aiohttp import web

from webhooks.simulator.world import World

WORLD: web.AppKey[World] = web.AppKey("world", World)

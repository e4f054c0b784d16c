"""Everything that a page could have left in its browser, read through the browser and from its profile on the disk."""

from __future__ import annotations

import json

from playwright.sync_api import BrowserContext, Page

from tests.canary import Hit, Searcher

# What scripts of the page's origin can keep: storage, databases, caches, workers, the address, the window's name.
_KEPT = """
async () => {
  const found = { local: {...localStorage}, session: {...sessionStorage}, cookie: document.cookie, name: window.name,
                  state: history.state, address: location.href, title: document.title, databases: {}, caches: {} };
  for (const { name, version } of await indexedDB.databases()) {
    const db = await new Promise((yes, no) => {
      const ask = indexedDB.open(name, version); ask.onsuccess = () => yes(ask.result); ask.onerror = no; });
    for (const store of db.objectStoreNames) {
      found.databases[`${name}.${store}`] = await new Promise((yes) => {
        const ask = db.transaction(store).objectStore(store).getAll(); ask.onsuccess = () => yes(ask.result); });
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const one of await cache.keys()) {
      found.caches[`${name} ${one.url}`] = await (await cache.match(one)).text();
    }
  }
  found.workers = (await navigator.serviceWorker.getRegistrations()).map((one) => one.scope);
  return JSON.stringify(found);
}
"""


def kept(page: Page) -> dict[str, object]:
    """What the page's origin keeps in this browser, by place."""
    found: dict[str, object] = json.loads(page.evaluate(_KEPT))
    return found


def hits(searcher: Searcher, context: BrowserContext) -> list[Hit]:
    """Where in one browser the seed is seen: cookies, and every open page's storage."""
    found = searcher.of("browser cookies", json.dumps(context.cookies()))
    for page in context.pages:
        if page.url.startswith("http"):
            found += [hit for place, what in kept(page).items() for hit in searcher.of(f"browser {place}", _text(what))]
    return found


def _text(what: object) -> str:
    return json.dumps(what, ensure_ascii=False)

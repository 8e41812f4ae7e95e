"""Everything that a browser leaves behind or sends, written down while people use it.

Titles and addresses are heard as they change. What lies in storage is read at the moment it is asked for, from every
store of the page's origin, as it lies there.
"""

from typing import Any

from playwright.sync_api import BrowserContext, Page

from web.e2e.people.person import Person

# The title as it is set, however short it stays.
_HEAR_TITLES = """
new MutationObserver(() => hearTitle(document.title)).observe(document, { subtree: true, childList: true });
"""
# Every store of a page's origin. Bytes as hex, in the same way wherever they lie; a key that cannot be taken out has
# nothing to read.
READ_STORES = """async () => {
  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const read = (value) => {
    if (value instanceof CryptoKey) return `a key, ${value.extractable ? "EXTRACTABLE" : "kept in"}`;
    if (value instanceof ArrayBuffer) return hex(new Uint8Array(value));
    if (ArrayBuffer.isView(value)) return hex(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    if (value instanceof Map || value instanceof Set) return [...value].map(read);
    if (Array.isArray(value)) return value.map(read);
    if (typeof value !== "object" || value === null) return String(value);
    return Object.entries(value).map(([name, one]) => [name, read(one)]);
  };
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const found = {};
  for (const [name, storage] of Object.entries({ localStorage, sessionStorage }))
    found[name] = JSON.stringify(Object.entries(storage));
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const values = database.transaction(store).objectStore(store);
      const [keys, all] = await Promise.all([done(values.getAllKeys()), done(values.getAll())]);
      keys.forEach((key, at) => { found[`database ${name}, ${store}, ${key}`] = JSON.stringify(read(all[at])); });
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys())
      found[`cache ${name}, ${request.url}`] = await (await cache.match(request)).text();
  }
  found["state of the history"] = JSON.stringify(history.state);
  return found;
}"""


class Footprints:
    """What one person's browser did. Addresses that the person typed are among `visited`."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.titles: list[str] = []
        self.visited: list[str] = []
        self.console: list[str] = []
        self.stores: dict[str, bytes] = {}
        self.history: dict[str, bytes] = {}
        self._looks = 0
        context: BrowserContext = person.context
        context.expose_function("hearTitle", self._hear_title)
        context.add_init_script(_HEAR_TITLES)
        context.on("console", lambda message: self.console.append(message.text))
        context.on("page", self._watch)
        self._watch(person.page)

    def look(self) -> None:
        """Read what lies in storage, cookies and history now. A place's name begins with its kind."""
        page, who, self._looks = self.person.page, self.person.name, self._looks + 1
        stores: dict[str, str] = page.evaluate(READ_STORES)
        for name, text in stores.items():
            self.stores[f"store of {who}, look {self._looks}: {name}"] = text.encode()
        for cookie in self.person.context.cookies():
            self.stores[f"store of {who}, look {self._looks}: cookie {cookie.get('name')}"] = str(cookie).encode()
        entries = self._ask_for_history(page)
        self.history[f"history of {who}, look {self._looks}"] = str(entries).encode()

    def _hear_title(self, title: str) -> None:
        self.titles.append(title)

    def _watch(self, page: Page) -> None:
        page.on("framenavigated", lambda frame: self.visited.append(frame.url))

    def _ask_for_history(self, page: Page) -> list[tuple[str, str]]:
        """Address and title of everything that Back and Forward lead to."""
        session = self.person.context.new_cdp_session(page)
        entries: list[dict[str, Any]] = session.send("Page.getNavigationHistory")["entries"]
        session.detach()
        # What was typed into the address bar is there, too: no page can take that back.
        return [(entry["url"], entry["title"]) for entry in entries]

// What this device keeps between visits: never a key or a message in the clear (keys.md 3.2 to 3.4).
//
// One small store of named values in IndexedDB. Tests, and browsers that forbid storage, use one in memory.

/** Named values that survive a reload. Values are structured-clonable. */
export interface DeviceStorage {
  get(name: string): Promise<unknown>;
  put(name: string, value: unknown): Promise<void>;
  delete(name: string): Promise<void>;
}

export function memoryStorage(): DeviceStorage {
  const values = new Map<string, unknown>();
  return {
    get: (name) => Promise.resolve(values.get(name)),
    put: (name, value) => {
      values.set(name, value);
      return Promise.resolve();
    },
    delete: (name) => {
      values.delete(name);
      return Promise.resolve();
    },
  };
}

const STORE = "values";

/** The store of this origin; falls back to memory where IndexedDB cannot be opened. */
export async function deviceStorage(): Promise<DeviceStorage> {
  let database: IDBDatabase;
  try {
    database = await open();
  } catch {
    return memoryStorage();
  }
  const run = <Value>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<Value>): Promise<Value> =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error("storage was aborted"));
    });
  return {
    get: (name) => run<unknown>("readonly", (store) => store.get(name) as IDBRequest<unknown>),
    put: async (name, value) => {
      await run("readwrite", (store) => store.put(value, name));
    },
    delete: async (name) => {
      await run("readwrite", (store) => store.delete(name));
    },
  };
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("waxpost", 1);
    request.onupgradeneeded = () => void request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("storage cannot be opened"));
  });
}

// Files that are empty, broken, locked, too much or made to harm: each has an answer, and none takes the reader with it.
import * as kdbxwebModule from "kdbxweb";
import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { sealUnder } from "../crypto/age.ts";
import { sealExport } from "../crypto/exported.ts";
import { checkRecord } from "../crypto/records.ts";
import { type Found, ROWS_MOST, TEXT_MOST } from "./found.ts";
import { argon2d } from "hash-wasm";
import { type ReadAnswer, readFile } from "./reading.ts";

const kdbxweb = (kdbxwebModule as unknown as { default?: typeof kdbxwebModule }).default ?? kdbxwebModule;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(file: Uint8Array | string, password: string | null = null, keyFile: Uint8Array | null = null) {
  const bytes = typeof file === "string" ? utf8(file) : file;
  return readFile({ file: bytes.slice().buffer, password, keyFile: keyFile === null ? null : keyFile.slice().buffer });
}

async function found(file: Uint8Array | string, password: string | null = null): Promise<Found> {
  const answer = await read(file, password);
  if (answer.state !== "found") throw new Error(JSON.stringify(answer));
  return answer.found;
}

const unreadable = (reason: string): ReadAnswer => ({ state: "unreadable", reason }) as ReadAnswer;
const HEAD = "name,url,username,password,note\n";
const bitwarden = (items: unknown, more: object = {}): string =>
  JSON.stringify({ encrypted: false, folders: [], items, ...more });
const login = (more: object): object => ({
  type: 1,
  name: "Grafana",
  login: { username: "root", password: "x" },
  ...more,
});

/** Every entry is one that any reader of Waxpost takes. */
function checked({ entries }: Found): Found {
  for (const entry of entries) {
    checkRecord({
      ...entry,
      id: "AAAAAAAAAAAAAAAAAAAAAA",
      rev: 1,
      at: "2026-11-21T10:00:00Z",
    });
  }
  return { entries } as Found;
}

describe("a file that is no export", () => {
  test.each([
    ["nothing", "", "empty"],
    ["blanks", " \r\n\n", "empty"],
    ["a table of something else", "a,b,c\n1,2,3\n", "not-known"],
    ["a text", "Dear Olga", "not-known"],
    ["an object of something else", "{}", "not-known"],
    ["half an object", '{"encrypted":false,"folders":[],"items":[', "damaged"],
    ["a quotation mark that is never closed", `${HEAD}"Grafana,x,y,z,`, "damaged"],
    ["text behind a quotation mark", `${HEAD}"Grafana"x,y,z,a,b\n`, "damaged"],
    ["only the names of columns", HEAD, "nothing-in-it"],
    ["no entries", bitwarden([]), "nothing-in-it"],
    ["entries that are none", bitwarden("many"), "damaged"],
    ["a locked export of Bitwarden", '{"encrypted":true,"passwordProtected":true,"data":"2.x"}', "bitwarden-locked"],
    ["an export of a later Waxpost", '{"v":2,"t":"waxpost-export"}', "newer"],
    ["a broken export of Waxpost", '{"v":1,"t":"waxpost-export","at":"x","items":[]}', "damaged"],
  ])("%s is refused", async (_name, text, reason) => {
    expect(await read(text)).toEqual(unreadable(reason));
  });

  test("bytes that are no text are refused", async () => {
    expect(await read(new Uint8Array([0xff, 0xfe, 0x41, 0x00]))).toEqual(unreadable("not-text"));
  });

  test("more than 64 MiB are refused before anything is read", async () => {
    const file = new ArrayBuffer(64 * 1024 * 1024 + 1);
    expect(await readFile({ file, password: null, keyFile: null })).toEqual(unreadable("too-large"));
  });

  test("more text than 32 MiB is refused", async () => {
    expect(await read(new Uint8Array(TEXT_MOST + 1).fill(0x61))).toEqual(unreadable("too-large"));
  });

  test("as many entries as allowed are taken, and one more is not", async () => {
    const rows = (count: number): string => HEAD + "Grafana,https://a.example.org,root,x,\n".repeat(count);
    expect((await found(rows(ROWS_MOST))).entries).toHaveLength(ROWS_MOST);
    expect(await read(rows(ROWS_MOST + 1))).toEqual(unreadable("too-many"));
    expect(await read(HEAD + "x\n".repeat(ROWS_MOST + 1))).toEqual(unreadable("too-many"));
  });

  test("a mark at the beginning and old line ends change nothing", async () => {
    const { entries } = await found(`\ufeff${HEAD.replace("\n", "\r")}Grafana,u,root, x ,\r\r\n`);
    expect(entries).toHaveLength(1);
    // A blank is part of a password.
    expect(JSON.stringify(entries[0])).toContain('"value":" x "');
  });
});

describe("hostile content", () => {
  test("names such as __proto__ are names like any other", async () => {
    const text = `{"encrypted":false,"folders":[],"items":[{"type":1,"name":"Grafana","__proto__":{"type":2},
      "login":{"username":"root","constructor":{"x":1},"__proto__":{"password":"from the prototype"}},
      "fields":[{"name":"__proto__","value":"x","type":0},{"name":"constructor","value":"y","type":1}]}]}`;
    const { entries } = checked(await found(text));
    expect(JSON.stringify(entries)).not.toContain("from the prototype");
    expect(JSON.stringify(entries)).toContain('"label":"__proto__"');
    expect(({} as Record<string, unknown>)["type"]).toBeUndefined();
    const table = `name,url,username,password,__proto__\nGrafana,u,root,x,y\n`;
    expect((await found(table)).entries).toHaveLength(1);
  });

  test("an object 200,000 deep is read and left away", async () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    const file = bitwarden([login({})]).replace('"name"', `"deep":${deep},"name"`);
    expect(checked(await found(file)).entries).toHaveLength(1);
    expect(await read(`${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`)).toEqual(unreadable("not-known"));
  });

  test("members of another type are no members", async () => {
    const odd = [
      null,
      7,
      "x",
      [],
      login({ name: 5, notes: {}, favorite: "yes", fields: {}, collectionIds: 3, folderId: {} }),
    ];
    const { entries } = checked(await found(bitwarden(odd, { folders: "none", collections: [1] })));
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ item: { title: "5" } });
  });

  test("folders of 255 bytes, of too many steps, and tags that are no names become such that are", async () => {
    const folders = [
      { id: "a", name: "ö".repeat(127) },
      { id: "b", name: "a/b/c/d/e/f/g/h/i/j" },
      { id: "c", name: " \u202eevil\u0000 / / \n" },
    ];
    const items = folders.map(({ id }) => login({ folderId: id, name: id }));
    const file = await found(bitwarden(items, { folders }));
    expect(checked(file).entries.map(({ folder }) => folder)).toEqual(["ö".repeat(100), "a/b/c/d/e/f/g/h", "evil"]);
    expect(file.remarks.map(({ title, why }) => `${title} ${why}`)).toEqual(["a folder-cut", "b folder-cut"]);
  });

  test("titles lose what breaks lines or turns them, values nothing but half characters", async () => {
    const items = [login({ name: "A\u202eB\nC\u0000", login: { username: "\u202eroot", password: "p\ud800q\u0000" } })];
    const { entries } = checked(await found(bitwarden(items)));
    expect(entries[0]?.item["title"]).toBe("A B C");
    expect(JSON.stringify(entries[0])).toContain(JSON.stringify("p\ufffdq\u0000"));
    expect(JSON.stringify(entries[0])).toContain(JSON.stringify("\u202eroot"));
  });

  test("what is too long, too many or empty is said", async () => {
    const many = Array.from({ length: 60 }, (_, at) => ({ name: `Field ${at}`, value: "x", type: 0 }));
    const long = Array.from({ length: 6 }, (_, at) => ({ name: `Field ${at}`, value: "x".repeat(60_000), type: 0 }));
    const file = await found(
      bitwarden([
        login({ name: "long value", notes: "x".repeat(70_000) }),
        login({ name: "many", fields: many }),
        login({ name: "too long", fields: long }),
        { type: 1, name: " ", login: {} },
        login({ name: "T".repeat(1100) }),
        { type: 1, name: "", login: { uris: [{ uri: "https://host.example.org:8443/x" }] } },
      ]),
    );
    expect(checked(file).entries.map(({ item }) => (item["title"] as string).slice(0, 20))).toEqual([
      "long value",
      "many",
      "T".repeat(20),
      "host.example.org",
    ]);
    expect(file.leftOut.map(({ row, why }) => `${row} ${why}`)).toEqual(["3 too-long", "4 empty"]);
    expect(file.remarks.map(({ row, why, count }) => `${row} ${why} ${count}`)).toEqual([
      "1 long-value 1",
      "2 many-fields 12",
      "5 name-cut 1",
    ]);
  });
});

describe("zips", () => {
  test("a zip of something else, a broken one and one without JSON are refused", async () => {
    expect(await read(zipSync({ "readme.txt": strToU8("hello") }))).toEqual(unreadable("not-known-zip"));
    const broken = zipSync({ "export.data": strToU8("{}".repeat(1000)) });
    expect(await read(broken.subarray(0, 40))).toEqual(unreadable("damaged"));
    expect(await read(zipSync({ "export.data": strToU8("hello") }))).toEqual(unreadable("damaged"));
  });

  test("a zip bomb is not unpacked, whether it tells its size or not", async () => {
    const bomb = zipSync({ "export.data": new Uint8Array(TEXT_MOST + 1) });
    expect(bomb.length).toBeLessThan(100_000);
    expect(await read(bomb)).toEqual(unreadable("too-large"));
    // The size in the central directory says 2 bytes.
    const lying = bomb.slice();
    const directory = lying.length - 22 - 46 - "export.data".length;
    new DataView(lying.buffer).setUint32(directory + 24, 2, true);
    expect(await read(lying)).toEqual(unreadable("damaged"));
  });

  test("other files of the zip are never unpacked", async () => {
    const files = { "files/bomb": new Uint8Array(TEXT_MOST * 2), "export.data": strToU8('{"accounts":[]}') };
    expect(await read(zipSync(files))).toEqual(unreadable("nothing-in-it"));
  });
});

type Database = kdbxwebModule.Kdbx;

kdbxweb.CryptoEngine.setArgon2Impl(async (password, salt, memorySize, iterations, hashLength, parallelism) => {
  const given = { password: new Uint8Array(password), salt: new Uint8Array(salt), memorySize, iterations, parallelism };
  return (await argon2d({ ...given, hashLength, outputType: "binary" })).slice().buffer;
});

async function database(
  version: 3 | 4,
  fill: (made: Database) => void = () => undefined,
  credentials = new kdbxweb.Credentials(kdbxweb.ProtectedValue.fromString("sample password")),
): Promise<Uint8Array> {
  const made = kdbxweb.Kdbx.create(credentials, "Samples");
  made.setVersion(version);
  const group = made.createGroup(made.getDefaultGroup(), "Servers");
  const entry = made.createEntry(group);
  entry.fields.set("Title", "Grafana <&>");
  entry.fields.set("UserName", "root");
  entry.fields.set("Password", kdbxweb.ProtectedValue.fromString("sample & <keepass> “password”"));
  entry.fields.set("TimeOtp-Secret-Base32", "JBSW Y3DP EHPK 3PXP");
  entry.fields.set("TimeOtp-Algorithm", "HMAC-SHA-256");
  fill(made);
  return new Uint8Array(await made.save());
}

describe("KeePass", () => {
  test.each([3, 4] as const)("format %i opens with its password and with nothing else", async (version) => {
    const file = await database(version);
    expect(await read(file)).toEqual({ state: "locked", by: "keepass", isWrong: false });
    expect(await read(file, "another")).toEqual({ state: "locked", by: "keepass", isWrong: true });
    expect(await read(file, "")).toEqual({ state: "locked", by: "keepass", isWrong: true });
    const { entries } = checked(await found(file, "sample password"));
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ folder: "Servers", item: { title: "Grafana <&>", kind: "login" } });
    expect(JSON.stringify(entries)).toContain("sample & <keepass> “password”");
    expect(JSON.stringify(entries)).toContain("otpauth://totp/?secret=JBSWY3DPEHPK3PXP&algorithm=SHA256");
  });

  test.each([3, 4] as const)("format %i with a key file opens with both, or with the file alone", async (version) => {
    const keyFile = utf8("any file at all can be a key");
    const password = kdbxweb.ProtectedValue.fromString("sample password");
    const both = await database(version, undefined, new kdbxweb.Credentials(password, keyFile.slice().buffer));
    expect(await read(both, "sample password")).toMatchObject({ state: "locked", isWrong: true });
    expect(await read(both, "sample password", utf8("another"))).toMatchObject({ state: "locked", isWrong: true });
    expect(await read(both, "sample password", keyFile)).toMatchObject({ state: "found" });
    const alone = await database(version, undefined, new kdbxweb.Credentials(null, keyFile.slice().buffer));
    expect(await read(alone, "", keyFile)).toMatchObject({ state: "found" });
  });

  test("values of other entries are taken from there, and what refers to none is said", async () => {
    const file = await database(4, (made) => {
      const group = made.getDefaultGroup().groups.at(-1) ?? made.getDefaultGroup();
      const [grafana] = group.entries;
      const hex = Buffer.from(new Uint8Array(grafana?.uuid.toBytes() ?? []))
        .toString("hex")
        .toUpperCase();
      const copy = made.createEntry(group);
      copy.fields.set("Title", "Copy");
      copy.fields.set("UserName", `{REF:U@I:${hex}}`);
      copy.fields.set("Password", kdbxweb.ProtectedValue.fromString(`{REF:P@I:${hex}}`));
      copy.fields.set("Note of it", `{REF:P@I:${hex}}`);
      copy.fields.set("Gone", `{REF:P@I:${"0".repeat(32)}}`);
      const circle = made.createEntry(group);
      circle.fields.set("Title", "Circle");
      circle.fields.set("UserName", `{REF:U@I:${Buffer.from(circle.uuid.toBytes()).toString("hex")}}`);
    });
    const { entries, remarks } = await found(file, "sample password");
    expect(entries.find(({ item }) => item["title"] === "Copy")?.item["fields"]).toEqual([
      { f: "username", value: "root" },
      { f: "password", value: "sample & <keepass> “password”" },
      { f: "custom", label: "Note of it", value: "sample & <keepass> “password”", hide: true },
      { f: "custom", label: "Gone", value: `{REF:P@I:${"0".repeat(32)}}`, hide: true },
    ]);
    expect(remarks.map(({ title, why, count }) => `${title}: ${why} ${count}`)).toEqual([
      "Copy: references 1",
      "Circle: references 1",
    ]);
  });

  test("earlier passwords in its history are said, once each, and not those that it still has", async () => {
    const file = await database(4, (made) => {
      const entry = made.getDefaultGroup().groups.at(-1)?.entries[0];
      for (const password of ["first", "second", "first", "second"]) {
        entry?.fields.set("Password", kdbxweb.ProtectedValue.fromString(password));
        entry?.pushHistory();
      }
    });
    const { remarks } = await found(file, "sample password");
    expect(remarks.map(({ why, count }) => `${why} ${count}`)).toEqual(["earlier-passwords 1"]);
  });

  test("an altered, cut or older database is refused", async () => {
    const file = await database(4);
    expect(await read(file.subarray(0, 100), "sample password")).toEqual(unreadable("damaged"));
    const altered = file.slice();
    altered[altered.length - 40] = (altered[altered.length - 40] ?? 0) ^ 1;
    expect(await read(altered, "sample password")).toEqual(unreadable("damaged"));
    const first = file.slice();
    first[4] = 0x65;
    expect(await read(first)).toEqual(unreadable("keepass-old"));
  });

  test("a database that asks for too much work is refused before the work", async () => {
    const dear = await database(4);
    const at = Buffer.from(dear).indexOf(Buffer.from([0x01, 0, 0, 0, 0x4d, 8, 0, 0, 0]));
    const memory = dear.slice();
    new DataView(memory.buffer).setBigUint64(at + 9, 8n * 1024n ** 3n, true);
    // The hash of the header is checked before the key is made: it is written anew.
    const end = await headerEnd(memory);
    memory.set(new Uint8Array(await crypto.subtle.digest("SHA-256", memory.slice(0, end))), end);
    expect(await read(memory, "sample password")).toEqual(unreadable("too-dear"));

    const rounds = (await database(3, (made) => (made.header.keyEncryptionRounds = 6000))).slice();
    const field = Buffer.from(rounds).indexOf(Buffer.from([6, 8, 0]));
    new DataView(rounds.buffer).setBigUint64(field + 3, 10n ** 12n, true);
    expect(await read(rounds)).toEqual(unreadable("too-dear"));
  });

  test.each([3, 4] as const)(
    "format %i with a bomb in it is not unpacked",
    async (version) => {
      const bomb = await database(version, (made) => {
        const entry = made.getDefaultGroup().groups.at(-1)?.entries[0];
        entry?.fields.set("Notes", "x".repeat(257 * 1024 * 1024));
      });
      expect(bomb.length).toBeLessThan(2 * 1024 * 1024);
      expect(await read(bomb, "sample password")).toEqual(unreadable("too-large"));
    },
    120_000,
  );
});

async function headerEnd(file: Uint8Array): Promise<number> {
  const context = new kdbxweb.KdbxContext({ kdbx: new kdbxweb.Kdbx() });
  const stream = new kdbxweb.BinaryStream(file.slice().buffer);
  return Promise.resolve(kdbxweb.KdbxHeader.read(stream, context).endPos ?? 0);
}

describe("an export of Waxpost", () => {
  const record = {
    ...{ id: "AAAAAAAAAAAAAAAAAAAAAA", rev: 3, at: "2026-11-21T10:00:00Z", folder: "Servers", tags: ["a"], fav: true },
    item: { i: 0, kind: "login", from: "entry", title: "Grafana", fields: [{ f: "password", value: "x" }] },
  };
  const whole = { v: 1, t: "waxpost-export", addr: "olga@example.org", at: "2026-11-21T10:00:00Z", items: [record] };

  test("opens with its passphrase and with nothing else", async () => {
    const sealed = await sealExport(whole, "a long passphrase");
    expect(await read(sealed)).toEqual({ state: "locked", by: "waxpost", isWrong: false });
    expect(await read(sealed, "another")).toEqual({ state: "locked", by: "waxpost", isWrong: true });
    const { entries } = checked(await found(sealed, "a long passphrase"));
    expect(entries).toEqual([{ item: record.item, folder: "Servers", tags: ["a"], fav: true }]);
    const altered = sealed.slice();
    altered[altered.length - 1] = (altered[altered.length - 1] ?? 0) ^ 1;
    expect(await read(altered, "a long passphrase")).toEqual(unreadable("damaged"));
  }, 60_000);

  test("with too much work, a link among its entries or a number that is none is refused", async () => {
    const dear = await sealUnder("a long passphrase", utf8("{}"), 4);
    const text = Buffer.from(dear).toString("latin1").replace(" 4\n", " 21\n");
    expect(await read(new Uint8Array(Buffer.from(text, "latin1")), "x")).toEqual(unreadable("damaged"));
    const link = { ...record, item: { kind: "link", id: "x", f: "y", words: "z" } };
    expect(await read(JSON.stringify({ ...whole, items: [link] }))).toEqual(unreadable("damaged"));
    expect(await read(JSON.stringify({ ...whole, items: [{ ...record, rev: 1.5 }] }))).toEqual(unreadable("damaged"));
  });
});

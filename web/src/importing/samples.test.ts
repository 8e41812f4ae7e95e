// Files as the programs write them, read whole: everything in them is taken, or said.
import { readFileSync } from "node:fs";
import { zipSync } from "fflate";
import { expect, test } from "vitest";
import type { Found, Imported, Remark } from "./found.ts";
import { readFile } from "./reading.ts";

function sample(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../e2e/samples/${name}`, import.meta.url)));
}

async function found(bytes: Uint8Array, password: string | null = null): Promise<Found> {
  const answer = await readFile({ file: bytes.slice().buffer, password, keyFile: null });
  if (answer.state !== "found") throw new Error(JSON.stringify(answer));
  return answer.found;
}

/** `f`, or the label of a field with a name of its own, and its value; with `*` when it is hidden. */
function fields({ item }: Imported): string[] {
  const list = item["fields"] as readonly { f: string; label?: string; value: string; hide?: true }[];
  return list.map(({ f, label, value, hide }) => `${label ?? f}${hide === true ? "*" : ""}=${value}`);
}

const titled = ({ entries }: Found, title: string): Imported => {
  const entry = entries.find(({ item }) => item["title"] === title);
  if (entry === undefined) throw new Error(`no ${title}`);
  return entry;
};
const shown = (remarks: readonly Remark[]): string[] =>
  remarks.map(({ row, title, why, count }) => `${row} ${title}: ${why} ${count}`);

test("Bitwarden's JSON gives logins, notes, cards, identities and keys with folders, favourites and own fields", async () => {
  const file = await found(sample("bitwarden.json"));
  expect(file.source).toBe("bitwarden-json");
  expect(file.entries.map(({ item }) => item["kind"])).toEqual(["login", "note", "card", "identity", "ssh-key"]);
  const grafana = titled(file, "Grafana of the samples");
  expect(grafana).toMatchObject({ folder: "Servers/Oslo", fav: true });
  expect(fields(grafana)).toEqual([
    "username=root",
    'password=sample "bitwarden" password',
    "url=https://grafana.example.org",
    "url=https://grafana.example.net/login",
    "totp=otpauth://totp/Grafana:root?secret=JBSWY3DPEHPK3PXP&period=30",
    "note=Two lines\nof a note",
    "Floor=3",
    "Door code*=sample-9-9-9",
    "On call=true",
  ]);
  expect(fields(titled(file, "Company card of the samples"))).toEqual([
    "holder=Olga Lindqvist",
    "number=4111111111111111",
    "expires=07/29",
    "code=737",
    "Brand=Visa",
  ]);
  expect(fields(titled(file, "Olga of the samples"))).toEqual([
    "holder=Dr Olga Lindqvist",
    "Address=Sample street 1\n0150 Oslo\nNO",
    "E-mail=olga@example.org",
    "Phone=+47 555 0100",
    "Company=Halden Systems",
    "Passport number*=SAMPLE-PASS-1",
  ]);
  expect(fields(titled(file, "Bastion of the samples"))[0]).toMatch(/^private-key=-----BEGIN SAMPLE KEY-----\n/);
  expect(shown(file.leftOut)).toEqual(["6 Thrown away: trashed 1", "7 Something newer: not-an-entry 1"]);
  expect(shown(file.remarks)).toEqual([
    "1 Grafana of the samples: passkey 1",
    "1 Grafana of the samples: links 1",
    "1 Grafana of the samples: earlier-passwords 1",
  ]);
});

test("Bitwarden's further collections and linked fields are said, and half a day of expiry stays", async () => {
  const items = [
    { type: 1, name: "Shared", collectionIds: ["a", "b", "c"], fields: [{ name: "Same", type: 3, linkedId: 100 }] },
    { type: 1, name: "Mine", folderId: "f", collectionIds: ["a"], login: { username: "root" } },
    { type: 3, name: "No year", card: { number: "4111", expMonth: "4", expYear: null } },
    { type: 3, name: "No month", card: { number: "4112", expMonth: null, expYear: "2029" } },
  ];
  const collections = [
    { id: "a", name: "Team A" },
    { id: "b", name: "Team B" },
  ];
  const folders = [{ id: "f", name: "Servers" }];
  const text = JSON.stringify({ encrypted: false, folders, collections, items });
  const file = await found(new TextEncoder().encode(text));
  expect(titled(file, "Shared").folder).toBe("Team A");
  expect(titled(file, "Mine").folder).toBe("Servers");
  expect(fields(titled(file, "No year"))).toContain("expires=04");
  expect(fields(titled(file, "No month"))).toContain("expires=29");
  expect(shown(file.remarks)).toEqual(["1 Shared: collections 1", "1 Shared: links 1", "2 Mine: collections 1"]);
});

test("Bitwarden's table has several websites in a cell and own fields in lines", async () => {
  const file = await found(sample("bitwarden.csv"));
  expect(file.source).toBe("bitwarden-csv");
  expect(titled(file, "Grafana of the table")).toMatchObject({ folder: "Servers/Oslo", fav: true });
  expect(fields(titled(file, "Grafana of the table"))).toEqual([
    "username=root",
    'password=sample, "table" password',
    "url=https://grafana.example.org",
    "url=https://grafana.example.net",
    "totp=JBSWY3DPEHPK3PXP",
    "note=Two lines\nof a note",
    "Floor=3",
    "Colour=red\nand blue",
  ]);
  expect(titled(file, "Alarm of the table").item["kind"]).toBe("note");
  expect(shown(file.leftOut)).toEqual(["4 A card: not-an-entry 1"]);
});

test("Chrome's table gives logins, and a formula is a text like any other", async () => {
  const file = await found(sample("chrome.csv"));
  expect(file.source).toBe("chrome-csv");
  expect(fields(titled(file, "Wiki of the samples"))).toEqual([
    "username=olga",
    'password==HYPERLINK("https://example.org")',
    "url=https://wiki.example.org/",
    "note=a note, with a comma",
  ]);
  expect(fields(titled(file, "kibana.example.org"))).toEqual(["url=https://kibana.example.org/"]);
  expect(shown(file.leftOut)).toEqual(["5 broken: columns 1"]);
});

test("Firefox's table gives logins named after their host, and not the browser's own account", async () => {
  const file = await found(sample("firefox.csv"));
  expect(file.source).toBe("firefox-csv");
  expect(file.entries.map(({ item }) => item["title"])).toEqual(["grafana.example.org", "router.example.org"]);
  expect(fields(titled(file, "router.example.org"))).toContain("Realm=Router");
  expect(shown(file.leftOut)).toEqual(["4 chrome://FirefoxAccounts: browser-account 1"]);
});

test("1Password's 1PUX gives the vault as a folder and fields where our types have them", async () => {
  const zip = zipSync({
    "export.attributes": new TextEncoder().encode("{}"),
    "export.data": sample("onepassword-export.json"),
    "files/d1___codes.txt": new Uint8Array([1, 2, 3]),
  });
  const file = await found(zip);
  expect(file.source).toBe("1password");
  const gitlab = titled(file, "GitLab of the samples");
  expect(gitlab).toMatchObject({ folder: "Operations", tags: ["production", "ci"], fav: true });
  expect(fields(gitlab)).toEqual([
    "username=evoss",
    "password=sample 1password password",
    "tenant=Halden",
    "url=https://gitlab.example.org",
    "url=https://gitlab.example.net",
    "totp=otpauth://totp/GitLab?secret=JBSWY3DPEHPK3PXP",
    "PIN*=sample-4711",
    "note=Admin rights until the migration ends.",
  ]);
  const card = titled(file, "Travel card of the samples");
  expect(card.item["kind"]).toBe("card");
  expect(fields(card)).toEqual([
    "holder=Olga Lindqvist",
    "number=4111111111111111",
    "code=737",
    "expires=07/29",
    "PIN*=1234",
  ]);
  const olga = titled(file, "Olga of the samples");
  expect(olga.tags).toEqual(["Archived"]);
  expect(fields(olga)).toEqual([
    "address=Sample street 1\n0150 Oslo\nno",
    "email=olga@example.org",
    "birth date=1980-01-02",
  ]);
  expect(fields(titled(file, "Jump host of the samples"))[1]).toBe("public-key=ssh-ed25519 AAAAsample");
  expect(shown(file.leftOut)).toEqual(["5 Plan of the samples: document 1"]);
  expect(shown(file.remarks)).toEqual([
    "1 GitLab of the samples: files 1",
    "1 GitLab of the samples: links 2",
    "1 GitLab of the samples: earlier-passwords 2",
  ]);
});

test("a KeePass database that another program made opens with its password", async () => {
  const locked = await readFile({ file: sample("keepass.kdbx").buffer as ArrayBuffer, password: null, keyFile: null });
  expect(locked).toEqual({ state: "locked", by: "keepass", isWrong: false });
  const wrong = await readFile({ file: sample("keepass.kdbx").slice().buffer, password: "no", keyFile: null });
  expect(wrong).toEqual({ state: "locked", by: "keepass", isWrong: true });

  const file = await found(sample("keepass.kdbx"), "sample password");
  expect(file.source).toBe("keepass");
  const kibana = titled(file, "Kibana of the samples");
  expect(kibana).toMatchObject({ folder: "Servers/Oslo-Bergen", exp: "2027-01-31", tags: ["production", "logs"] });
  expect(fields(kibana)).toEqual([
    "username=root",
    "password=sample keepass password",
    "url=https://kibana.example.org",
    "url=https://kibana.example.net",
    "totp=otpauth://totp/Kibana?secret=JBSWY3DPEHPK3PXP",
    "Door code*=sample-8-8-8",
    "Floor=3",
    "note=Two lines\nof a note",
  ]);
  const alarm = titled(file, "Alarm of the samples");
  expect(alarm.item["kind"]).toBe("note");
  expect(alarm.folder).toBeUndefined();
  expect(shown(file.leftOut)).toEqual(["3 Thrown away: trashed 1"]);
  expect(shown(file.remarks)).toEqual(["2 Kibana of the samples: files 1"]);
}, 60_000);

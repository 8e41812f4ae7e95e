/** *Add credentials*: the form alone, and with each mode of the password generator beside it. */
import type { ReactNode } from "react";
import { CredentialsView } from "../../src/credentials/CredentialsView.tsx";
import { FIRST_REMEMBERED } from "../../src/credentials/model.ts";
import type { GeneratorTools, Mode } from "../../src/credentials/model.ts";
import { ItemCards } from "../../src/items/ItemCards.tsx";
import { Frame, nothing } from "./Frame.tsx";

const TEXTS = [
  ...["v5#Mqt.R84zk!Lh2dPw9", "Ht7?wKz3.nVb9xRq#4sJ", "p2Xd!8mTc$Yw6Gz+9rKa"],
  ...["Q9f/Zs4u?Bk7hN#2xWvt", "gM3+Rj6y%D8pXe!5cLwz", "w7T#kV2b@Hq9!sPzG4nd"],
];

function toolsFor(mode: Mode): GeneratorTools {
  return {
    generate: (_, count) => Promise.resolve({ texts: TEXTS.slice(0, count), bits: 124.9 }),
    judge: () => Promise.resolve(4),
    recall: () => ({ ...FIRST_REMEMBERED, mode, patterns: ["uuu-dddd", "Cvccvc{2}"] }),
    remember: nothing,
    templates: {
      watch: (show) => {
        show([{ id: "t", title: "Servers", settings: FIRST_REMEMBERED.settings[mode] }]);
        return nothing;
      },
      save: () => Promise.resolve("t"),
      rename: () => Promise.resolve(),
      remove: () => Promise.resolve(),
    },
  };
}

const dialog = (mode: Mode): ReactNode => (
  <Frame path="/messages/new">
    <CredentialsView
      item={{
        ...{ kind: "login", from: "new", title: "Datadog – read-only user" },
        fields: [
          { f: "username", value: "dd-nightshift@halden.example" },
          { f: "password", value: TEXTS[0] ?? "" },
          { f: "url", value: "https://app.datadog.example" },
        ],
      }}
      tools={toolsFor(mode)}
      onAdd={nothing}
      onClose={nothing}
    />
  </Frame>
);

export const CREDENTIALS: Record<string, () => ReactNode> = {
  credentials: () => dialog("random"),
  "credentials-passphrase": () => dialog("passphrase"),
  "credentials-pronounceable": () => dialog("pronounceable"),
  "credentials-pin": () => dialog("pin"),
  "credentials-pattern": () => dialog("pattern"),
  "credentials-hex": () => dialog("hex"),
  "item-cards": () => (
    <ItemCards
      saving={{ saved: new Map([[1, { id: "a", folder: "Received" }]]), ask: nothing, undo: nothing }}
      items={[
        {
          ...{ kind: "login", from: "new", title: "Grafana admin" },
          fields: [
            { f: "username", label: null, value: "grafana-admin", isCovered: false },
            { f: "password", label: null, value: TEXTS[0] ?? "", isCovered: true },
            { f: "url", label: null, value: "https://grafana.halden.example/login", isCovered: false },
            { f: "note", label: null, value: "Two people at once log each other out.\nAsk first.", isCovered: false },
          ],
          att: [],
        },
        {
          ...{ kind: "ssh-key", from: "entry", title: "Bastion host" },
          fields: [
            { f: "host", label: null, value: "bastion.halden.example", isCovered: false },
            {
              f: "private-key",
              label: null,
              value: "-----BEGIN KEY-----\nb3BlbnNzaC1rZXk\n-----END KEY-----",
              isCovered: true,
            },
            { f: "custom", label: "Jump code", value: "4711", isCovered: true },
          ],
          att: [],
        },
      ]}
    />
  ),
};

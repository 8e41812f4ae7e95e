/** Settings and their dialogs. */
import type { ReactNode } from "react";
import { ShortcutsDialog } from "../../src/app/Shell/ShortcutsDialog.tsx";
import { AppearanceView } from "../../src/features/settings/AppearanceView.tsx";
import { ChangePasswordDialog } from "../../src/features/settings/ChangePasswordDialog.tsx";
import { NewKitDialog } from "../../src/features/settings/NewKitDialog.tsx";
import { MailSection } from "../../src/features/settings/MailSection.tsx";
import { SecurityView } from "../../src/features/settings/SecurityView.tsx";
import { SESSIONS, WORDS } from "../organisation.ts";
import { ELIN, JONAS, NOW } from "../people.ts";
import { Frame, nothing } from "./Frame.tsx";
import { kitProps } from "./kit.ts";

const security = () => (
  <SecurityView
    mail={<MailSection wanted={{ messages: true, links: false }} onMessages={nothing} onLinks={nothing} />}
    now={NOW}
    sessions={SESSIONS}
    onRetrySessions={nothing}
    onEndSession={nothing}
    onEndOthers={nothing}
    onChangePassword={nothing}
    onNewKit={nothing}
    stayUnlocked
    mayStayUnlocked
    onStayUnlocked={nothing}
    key_={{ words: WORDS, qr: `waxpost-key:1:${ELIN.addr}:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA` }}
    checked={[
      { id: "1", name: "Maya Okafor", addr: "maya.okafor@halden.example", newKey: false },
      { id: "2", name: "Jonas Lindqvist", addr: JONAS.addr, newKey: true },
    ]}
    onRetryChecked={nothing}
    people={142}
  />
);

export const SETTINGS: Record<string, () => ReactNode> = {
  security: () => <Frame path="/settings/security">{security()}</Frame>,
  "change-password": () => (
    <Frame path="/settings/security">
      {security()}
      <ChangePasswordDialog
        opened
        current=""
        next="correct horse battery"
        again=""
        onChange={nothing}
        strength={{ score: 4, hint: "" }}
        errors={{ current: "That password does not match." }}
        problem={null}
        busy={false}
        onSubmit={nothing}
        onClose={nothing}
      />
    </Frame>
  ),
  "new-kit": () => (
    <Frame path="/settings/security">
      {security()}
      <NewKitDialog
        {...kitProps}
        opened
        password=""
        onPassword={nothing}
        passwordError={null}
        reason="Type both groups to go on"
        problem={null}
        busy={false}
        onSubmit={nothing}
        onClose={nothing}
      />
    </Frame>
  ),
  appearance: () => (
    <Frame path="/settings/appearance">
      <AppearanceView scheme="auto" onScheme={nothing} density="comfortable" onDensity={nothing} />
    </Frame>
  ),
  shortcuts: () => (
    <Frame path="/messages/inbox">
      <ShortcutsDialog opened onClose={nothing} />
    </Frame>
  ),
};

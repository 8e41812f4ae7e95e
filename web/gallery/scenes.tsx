/** Every view with sample data, by name. */
import type { ReactNode } from "react";
import { InsecureOriginView } from "../src/app/InsecureOriginView.tsx";
import { NotFoundView } from "../src/app/NotFoundView.tsx";
import { ShellView } from "../src/app/Shell/ShellView.tsx";
import { ShortcutsDialog } from "../src/app/Shell/ShortcutsDialog.tsx";
import { KitStep } from "../src/features/accounts/KitStep.tsx";
import { LinkNoticeView } from "../src/features/accounts/LinkNoticeView.tsx";
import { PasswordStep } from "../src/features/accounts/PasswordStep.tsx";
import { SetupView } from "../src/features/accounts/SetupView.tsx";
import type { FlowKind } from "../src/features/accounts/SetupView.tsx";
import { SignInView } from "../src/features/accounts/SignInView.tsx";
import { UnlockView } from "../src/features/accounts/UnlockView.tsx";
import {
  LostStep,
  NameStep,
  OrganisationStep,
  AdministratorStep,
  RecoverStep,
} from "../src/features/accounts/steps.tsx";
import { ActDialog } from "../src/features/admin/ActDialog.tsx";
import { GroupDialog } from "../src/features/admin/GroupDialog.tsx";
import { GroupsView as AdminGroupsView } from "../src/features/admin/GroupsView.tsx";
import { InvitationsView } from "../src/features/admin/InvitationsView.tsx";
import { InviteDialog, LinkDialog } from "../src/features/admin/InviteDialog.tsx";
import { UsersView } from "../src/features/admin/UsersView.tsx";
import { GroupView, GroupsView } from "../src/features/directory/GroupsView.tsx";
import { KeyCheckView } from "../src/features/directory/KeyCheckView.tsx";
import { PeopleView } from "../src/features/directory/PeopleView.tsx";
import { NothingOpen } from "../src/features/messages/ClosedMessage.tsx";
import { FirstSteps } from "../src/features/messages/FirstSteps.tsx";
import { FolderView } from "../src/features/messages/FolderView.tsx";
import type { FolderViewProps } from "../src/features/messages/FolderView.tsx";
import { ReaderView } from "../src/features/messages/ReaderView.tsx";
import type { Shown } from "../src/features/messages/model.ts";
import { SentStatus } from "../src/features/messages/SentStatus.tsx";
import { AppearanceView } from "../src/features/settings/AppearanceView.tsx";
import { ChangePasswordDialog } from "../src/features/settings/ChangePasswordDialog.tsx";
import { NewKitDialog } from "../src/features/settings/NewKitDialog.tsx";
import { SecurityView } from "../src/features/settings/SecurityView.tsx";
import { Panes } from "../src/ui/Panes/Panes.tsx";
import { COMPOSE, Compose, completeSample } from "./compose.tsx";
import { INBOX, MESSAGE, READERS, SENT, SENT_MESSAGE } from "./messages.ts";
import { ADMIN_PEOPLE, GROUPS, INVITATIONS, KIT, PEOPLE, SESSIONS, WORDS } from "./organisation.ts";
import { ELIN, JONAS, NOW, before, inHours } from "./people.ts";

const nothing = () => undefined;
const later = () => Promise.resolve();

function Frame({ path, children }: { path: string; children: ReactNode }) {
  return (
    <ShellView
      path={path}
      me={{ ...ELIN, admin: true }}
      unread={4}
      locksIn={14}
      actions={{ onLock: nothing, onSignOut: nothing, onShortcuts: nothing }}
    >
      {children}
    </ShellView>
  );
}

const folder = (more: Partial<FolderViewProps>): FolderViewProps => ({
  folder: "inbox",
  state: "ready",
  host: "seal.halden.example",
  rows: INBOX,
  now: NOW,
  unread: 4,
  onlyUnread: false,
  onOnlyUnread: nothing,
  currentMid: null,
  marked: new Set(),
  onMark: nothing,
  onMarkAll: nothing,
  onClearMarks: nothing,
  onRead: nothing,
  onDelete: nothing,
  onRefresh: nothing,
  onMore: nothing,
  loadingMore: false,
  offlineSince: null,
  ...more,
});

function Mailbox({ list = {}, shown, reader }: { list?: Partial<FolderViewProps>; shown?: Shown; reader?: ReactNode }) {
  const sent = list.folder === "sent";
  const own = shown?.kind === "message" && shown.message.key === "own" ? shown.message : null;
  return (
    <Frame path={`/messages/${sent ? "sent" : "inbox"}${shown === undefined ? "" : "/m1"}`}>
      <Panes
        open={shown !== undefined}
        list={<FolderView {...folder(list)} />}
        reader={
          shown === undefined ? (
            (reader ?? <NothingOpen />)
          ) : (
            <ReaderView
              folder={sent ? "sent" : "inbox"}
              shown={shown}
              now={NOW}
              onBack={nothing}
              onDelete={nothing}
              onUnread={sent ? null : nothing}
              onNext={nothing}
              onPrevious={nothing}
              onReply={shown.kind === "message" && !sent ? nothing : null}
              onCheckKey={nothing}
              onRetry={nothing}
              readers={own !== null && <SentStatus message={own} readers={READERS} now={NOW} />}
            />
          )
        }
      />
    </Frame>
  );
}

function Setup({
  flow,
  step,
  reason = null,
  children,
}: {
  flow: FlowKind;
  step: number;
  reason?: string | null;
  children: ReactNode;
}) {
  return (
    <SetupView
      flow={flow}
      step={step}
      onBack={step === 0 ? null : nothing}
      onNext={nothing}
      reason={reason}
      busy={false}
      problem={null}
      aside={flow === "setup" ? "Invited by Maya Okafor." : undefined}
    >
      {children}
    </SetupView>
  );
}

const closed = (shown: Shown) => <Mailbox list={{ currentMid: "m1" }} shown={shown} />;
const kitProps = { kit: KIT, onDownload: nothing, onPrint: nothing, typed: { 2: "X2DV", 5: "M3" }, onTyped: nothing };
const signIn = { host: "seal.halden.example", organisation: "Halden Systems", busy: false };

const MAILBOX: Record<string, () => ReactNode> = {
  inbox: () => <Mailbox list={{ currentMid: "m1" }} shown={{ kind: "message", message: MESSAGE }} />,
  "inbox-list": () => <Mailbox />,
  "inbox-empty": () => <Mailbox list={{ rows: [], unread: 0 }} reader={<FirstSteps name="Elin" />} />,
  "inbox-loading": () => <Mailbox list={{ rows: [], state: "loading" }} />,
  "inbox-failed": () => <Mailbox list={{ rows: [], state: "failed" }} />,
  "inbox-offline": () => <Mailbox list={{ offlineSince: "14:05" }} />,
  "inbox-selected": () => <Mailbox list={{ marked: new Set(["m2", "m3", "m5"]) }} />,
  "inbox-soon": () => (
    <Mailbox
      list={{ currentMid: "m5" }}
      shown={{
        kind: "message",
        message: {
          ...MESSAGE,
          key: "first-contact",
          expiresAt: new Date(Date.now() + 5 * 3_600_000),
          groups: [],
          to: [{ ...ELIN, via: null }],
        },
      }}
    />
  ),
  sent: () => (
    <Mailbox
      list={{ folder: "sent", rows: SENT, currentMid: "s1" }}
      shown={{ kind: "message", message: SENT_MESSAGE }}
    />
  ),
  "reader-changed-key": () => closed({ kind: "changed-key", from: JONAS, sentAt: before(0, 13, 42), stolen: false }),
  "reader-refused": () => closed({ kind: "refused", from: "Maya", newer: false }),
  "reader-lost-key": () => closed({ kind: "lost-key", from: "Maya" }),
  "reader-expired": () => closed({ kind: "expired", from: "Sara Haddad", at: before(1, 18, 0) }),
  "reader-retry": () => closed({ kind: "retry", long: false }),
  "reader-loading": () => closed({ kind: "loading" }),
};

const ACCOUNTS: Record<string, () => ReactNode> = {
  "sign-in": () => (
    <SignInView
      {...signIn}
      addr=""
      password=""
      stay
      onChange={nothing}
      onSubmit={nothing}
      problem={null}
      errors={{}}
      notice={null}
      settingsChanged={null}
    />
  ),
  "sign-in-problem": () => (
    <SignInView
      {...signIn}
      addr="elin"
      password="x"
      stay
      onChange={nothing}
      onSubmit={nothing}
      errors={{ addr: "Enter an email address" }}
      problem="That address and password do not match."
      notice="You were signed out on another device. Sign in again."
      settingsChanged={{ onAccept: nothing, onStop: nothing }}
    />
  ),
  unlock: () => (
    <UnlockView
      {...signIn}
      {...ELIN}
      reason="Waxpost locked itself after 15 minutes."
      password=""
      onPassword={nothing}
      onSubmit={nothing}
      onSignOut={nothing}
      problem={null}
    />
  ),
  "unlock-problem": () => (
    <UnlockView
      {...signIn}
      {...ELIN}
      reason="Waxpost locked itself after 15 minutes."
      password="x"
      onPassword={nothing}
      onSubmit={nothing}
      onSignOut={nothing}
      problem="That password does not match."
    />
  ),
  "first-start": () => (
    <Setup flow="first-start" step={0}>
      <OrganisationStep organisation="Halden Systems" startCode="" onChange={nothing} errors={{}} />
    </Setup>
  ),
  administrator: () => (
    <Setup flow="first-start" step={1}>
      <AdministratorStep name="Elin Voss" addr={ELIN.addr} onChange={nothing} errors={{}} />
    </Setup>
  ),
  "setup-name": () => (
    <Setup flow="setup" step={0}>
      <NameStep
        value="Elin Voss"
        onChange={nothing}
        error={undefined}
        organisation="Halden Systems"
        addr={ELIN.addr}
        warning={null}
      />
    </Setup>
  ),
  "setup-password": () => (
    <Setup flow="setup" step={1} reason="Choose a password that is harder to guess">
      <PasswordStep
        title="Choose a password"
        lead="It signs you in and unlocks your messages. Nobody else can know it or reset it."
        addr={ELIN.addr}
        password="something"
        again=""
        onChange={nothing}
        strength={{ score: 2, hint: "Add another word or two" }}
        errors={{ again: "Type the same password again" }}
      />
    </Setup>
  ),
  "setup-kit": () => (
    <Setup flow="setup" step={2} reason="Type both groups to go on">
      <KitStep {...kitProps} organisation="Halden Systems" kept="downloaded" error={null} />
    </Setup>
  ),
  "start-over": () => (
    <Setup flow="start-over" step={0} reason="Type the sentence to go on">
      <LostStep value="" onChange={nothing} error={undefined} organisation="Halden Systems" />
    </Setup>
  ),
  recover: () => (
    <Setup flow="recover" step={0}>
      <RecoverStep addr={ELIN.addr} code="" onChange={nothing} errors={{ code: "Type all eight groups" }} />
    </Setup>
  ),
  "link-notice": () => (
    <LinkNoticeView
      host="seal.halden.example"
      title="This link is not complete"
      text="Copy the whole link, including the part after #."
      action={null}
    />
  ),
  "insecure-origin": () => <InsecureOriginView here="http://10.0.0.7:8080/" baseUrl="https://seal.halden.example" />,
  "not-found": () => <NotFoundView />,
};

const jonas = PEOPLE.find((person) => person.addr === JONAS.addr) ?? null;

const DIRECTORY: Record<string, () => ReactNode> = {
  people: () => (
    <Frame path="/people">
      <PeopleView
        state="ready"
        people={PEOPLE}
        typed=""
        onTyped={nothing}
        onWrite={nothing}
        onMore={nothing}
        onRetry={nothing}
      />
    </Frame>
  ),
  groups: () => (
    <Frame path="/people/groups">
      <GroupsView state="ready" groups={GROUPS} onMore={null} onRetry={nothing} />
    </Frame>
  ),
  group: () => (
    <Frame path="/people/groups/x">
      <GroupView state="ready" name="Platform team" people={PEOPLE.slice(0, 5)} onWrite={nothing} onRetry={nothing} />
    </Frame>
  ),
  "key-check": () => (
    <Frame path="/people/x/check">
      <KeyCheckView
        person={jonas}
        myWords={WORDS}
        complete={completeSample}
        onCheck={() => Promise.resolve(false)}
        triesLeft={3}
        onReport={nothing}
        reported={false}
        matched={false}
        onClose={nothing}
      />
    </Frame>
  ),
  "key-matched": () => (
    <Frame path="/people/x/check">
      <KeyCheckView
        person={jonas}
        myWords={WORDS}
        complete={completeSample}
        onCheck={() => Promise.resolve(true)}
        triesLeft={3}
        onReport={nothing}
        reported={false}
        matched
        onClose={nothing}
      />
    </Frame>
  ),
};

const security = () => (
  <SecurityView
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

const SETTINGS: Record<string, () => ReactNode> = {
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

const users = (
  <UsersView
    state="ready"
    now={NOW}
    people={ADMIN_PEOPLE}
    filter={{ state: "all", role: "all" }}
    onFilter={nothing}
    onMore={nothing}
    onRetry={nothing}
    onInvite={nothing}
    onAct={nothing}
    notices={[
      {
        id: "1",
        text: "Elin Voss reports that the key words of jonas.lindqvist@halden.example do not match.",
        at: before(0, 13, 0),
      },
    ]}
  />
);
const noAct = { onConfirm: later, onClose: nothing };
const jonasAdmin = ADMIN_PEOPLE[3];

const ADMIN: Record<string, () => ReactNode> = {
  "admin-users": () => <Frame path="/admin/users">{users}</Frame>,
  "admin-groups": () => (
    <Frame path="/admin/groups">
      <AdminGroupsView
        state="ready"
        groups={GROUPS}
        onInvite={nothing}
        onNew={nothing}
        onEdit={nothing}
        onDelete={nothing}
        onMore={null}
        onRetry={nothing}
      />
    </Frame>
  ),
  "admin-invitations": () => (
    <Frame path="/admin/invitations">
      <InvitationsView
        state="ready"
        now={NOW}
        invitations={INVITATIONS}
        onInvite={nothing}
        onCopy={nothing}
        onEnd={nothing}
        onMore={null}
        onRetry={nothing}
      />
    </Frame>
  ),
  invite: () => (
    <Frame path="/admin/users">
      {users}
      <InviteDialog
        opened
        addr="noah"
        name="Noah Becker"
        role="member"
        onChange={nothing}
        errors={{ addr: "Enter an email address" }}
        problem={null}
        busy={false}
        onSubmit={nothing}
        onClose={nothing}
      />
    </Frame>
  ),
  "invite-link": () => (
    <Frame path="/admin/users">
      {users}
      <LinkDialog
        link={{
          url: "https://seal.halden.example/join/q83vEjRWeJq83vEjRWeJqw#AMAQEAYEAUDAOCAJBIFQYDIOB4AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
          title: "Invitation for Noah Becker",
          text: `It works once, until ${inHours(72).toLocaleString("en-GB")}.`,
        }}
        onClose={nothing}
      />
    </Frame>
  ),
  "start-over-dialog": () => (
    <Frame path="/admin/users">
      {users}
      <ActDialog pending={jonasAdmin === undefined ? null : { person: jonasAdmin, act: "start-over" }} {...noAct} />
    </Frame>
  ),
  "group-dialog": () => (
    <Frame path="/admin/groups">
      <GroupDialog
        opened
        isNew={false}
        name="Platform team"
        members={[{ kind: "person", ...JONAS, state: "known" }]}
        onChange={nothing}
        search={() => Promise.resolve({ people: [], groups: [] })}
        errors={{}}
        problem={null}
        busy={false}
        onSubmit={nothing}
        onClose={nothing}
      />
    </Frame>
  ),
};

const WRITING: Record<string, () => ReactNode> = Object.fromEntries(
  Object.entries(COMPOSE).map(([name, sample]) => [
    name,
    () => (
      <>
        <Mailbox />
        <Compose sample={sample} />
      </>
    ),
  ]),
);

export const SCENES: Record<string, () => ReactNode> = {
  ...MAILBOX,
  ...WRITING,
  ...ACCOUNTS,
  ...DIRECTORY,
  ...SETTINGS,
  ...ADMIN,
};

// Every verb of the protocol, each a thin call to the file that knows how.
import { equalBytes, unb64u } from "../crypto/encoding.ts";
import { compareGroup, rosterOf } from "./audience.ts";
import { forgetVaultKey, keepVaultKey, restoreVaultKey } from "./device.ts";
import { generatePasswords } from "./generating.ts";
import type { Own } from "./door.ts";
import { entryVerbsLater } from "./entrieslater.ts";
import { Trouble } from "./problems.ts";
import type {
  CredentialVerbs,
  CryptoVerbs,
  FileVerbs,
  GroupVerbs,
  InvitationVerbs,
  JoiningVerbs,
  LogVerbs,
  MessageVerbs,
  PeopleVerbs,
  SigningInVerbs,
  StoreVerbs,
} from "./protocol.ts";
import { ownEntry, type Session } from "./session.ts";
import type { LogFacts } from "./shapes.ts";
import { staged } from "./staging.ts";

/** The whole protocol over one session. */
export function verbsOf(session: Session): Own<CryptoVerbs> {
  return {
    ...joiningVerbs(session),
    ...signingInVerbs(session),
    ...credentialVerbs(session),
    ...logVerbs(session),
    ...peopleVerbs(session),
    ...groupVerbs(session),
    ...messageVerbs(session),
    ...fileVerbs(session),
    ...storeVerbs(session),
    ...invitationVerbs(session),
    ...entryVerbsLater(() => session.full(), session.parts.now),
    generatePasswords,
    carry: async (verb, ...args) => (await import("./carrying.ts")).carry(session.full(), verb, args),
    link: async (verb, ...args) => (await import("./linking.ts")).link(session.full(), verb, args),
    request: async (verb, ...args) => (await import("./requesting.ts")).request(session.full(), verb, args),
  };
}

function joiningVerbs(session: Session): Own<JoiningVerbs> {
  return {
    readStartCode: (typed) => session.joining.readStartCode(typed),
    readLink: (kind, id, fragment) => session.joining.readLink(kind, id, fragment),
    joinNewInstance: (addr, log, note) => session.joining.newInstance(addr, log, note),
    joinWithLink: (addr, inviter, log) => session.joining.withLink(addr, inviter, log),
    checkJoin: (keys) => session.joining.check(keys),
    makeAccount: (account) => session.joining.makeAccount(account),
    proveRecoveryCode: (second, fifth) =>
      session.isUnlocked ? session.any().credentials.prove(second, fifth) : session.joining.prove(second, fifth),
    newAccount: () => session.joining.newAccount(),
    enterAccount: async (signedIn) => {
      const { body, vaultKey, entry } = session.joining.finish();
      const isMine = signedIn.me.uid === body.uid && signedIn.vault.vault === body.vault;
      if (!isMine) throw new Trouble("vault-of-another", "the server stored another account");
      const me = { uid: body.uid, addr: body.addr };
      const opened = await session.signingIn.open(vaultKey, me, signedIn.vault);
      if (!equalBytes(unb64u(opened.keeper.vault.own), entry.bytes))
        throw new Trouble("vault-of-another", "another entry");
      await session.signingIn.rememberSettings(body.addr, body.kdf);
      return session.enter(opened, signedIn.device_salt);
    },
  };
}

function signingInVerbs(session: Session): Own<SigningInVerbs> {
  const { signingIn, parts } = session;
  return {
    startSignIn: (addr, password, kdf, acceptChanged) => signingIn.start(addr, password, kdf, acceptChanged),
    startRecovery: (addr, typedCode) => signingIn.startRecovery(addr, typedCode),
    unlock: async (signedIn) => session.enter(await signingIn.unlock(signedIn), signedIn.device_salt),
    unlockWithPassword: async (password, credentials, body) => {
      await signingIn.start(body.me.addr, password, credentials.kdf, true);
      const opened = await signingIn.unlock({ ...body, slot: credentials.slot_password });
      return session.enter(opened, body.device_salt);
    },
    rememberDevice: async () => {
      const { keeper, deviceSalt } = session.full();
      await keepVaultKey(parts.storage, keeper.vault, deviceSalt, keeper.vaultKey);
    },
    restoreDevice: async ({ me, device_salt, vault }) => {
      const vaultKey = await restoreVaultKey(parts.storage, me.uid, device_salt);
      return vaultKey !== null && session.enter(await signingIn.open(vaultKey, me, vault), device_salt);
    },
    forgetDevice: () => forgetVaultKey(parts.storage),
    lock: async () => {
      session.lock();
      await forgetVaultKey(parts.storage);
    },
  };
}

function credentialVerbs(session: Session): Own<CredentialVerbs> {
  return {
    changePassword: (current, next, credVer) => session.full().credentials.changePassword(current, next, credVer),
    startNewRecoveryCode: (current, credVer) => session.full().credentials.newRecoveryCode(current, credVer),
    startNewCredentials: (password, credVer) => session.any().credentials.newCredentials(password, credVer),
    newCredentials: () => session.any().credentials.body(),
    confirmCredentials: async (slotPassword, deviceSalt) => {
      await session.any().credentials.confirm(slotPassword);
      return session.becomeFull(deviceSalt);
    },
  };
}

function logVerbs(session: Session): Own<LogVerbs> {
  const sameSegment = (addr: string, older: string, newer: string): boolean =>
    session.any().directory.isSameSegment(addr, older, newer);
  /** A vault that went back is only excused by an announced restart of the log (5.3). */
  const checkRestore = (facts: LogFacts): LogFacts => {
    if (!session.any().keeper.wasRolledBack || facts.state === "restarted") return facts;
    session.lock();
    throw new Trouble("vault-rolled-back", "two versions of the vault");
  };
  return {
    beginLog: async (info) => checkRestore(await session.any().log.begin(info)),
    // With nobody joining it is an account's: one that was locked while the log was on its way is `locked`.
    takeLog: (wire) => (session.joining.isUnderWay ? session.joining.takeLog(wire) : session.any().log.take(wire)),
    logFacts: () => session.any().log.facts(),
    takeFormerLog: async (origin, answer) =>
      (await import("./formerlogs.ts")).takeFormerLog(session.full(), session.parts.storage, origin, answer),
    acknowledgeRestart: () => {
      const { log, keeper, directory } = session.any();
      const facts = log.acknowledgeRestart();
      directory.alarmTwoKeys(keeper.acceptRestore(sameSegment)?.twoKeys ?? []);
      return facts;
    },
    logEvidence: () => session.any().log.evidence(),
    ownEntry: () => {
      const { entry, seq } = ownEntry(session.full());
      return { ifMatch: seq - 1, body: { entry } };
    },
  };
}

function peopleVerbs(session: Session): Own<PeopleVerbs> {
  // With the list of words; nobody compares keys before there is an inbox.
  const keycheck = () => import("./keycheck.ts");
  return {
    wantedPeople: (addrs) => session.full().directory.wanted(addrs),
    learnPeople: (keys) => session.full().directory.learn(keys),
    personFacts: (addrs) => addrs.map((addr) => session.full().directory.facts(addr)),
    acknowledgeKey: (addr) => session.full().directory.accept(addr, "first"),
    checkWords: async (addr, words) => (await keycheck()).checkWords(session.full(), addr, words),
    checkQr: async (scanned) => (await keycheck()).checkQr(session.full(), scanned),
    theirWords: async (addr) => (await keycheck()).theirWords(session.full(), addr),
    confirmWords: async (addr, words) => (await keycheck()).checkWords(session.full(), addr, words),
    myWords: async () => (await keycheck()).myWords(session.full()),
    checkedPeople: async () => (await keycheck()).checkedPeople(session.full()),
    safetyNumber: async (addr) => (await keycheck()).safetyNumberWith(session.full(), addr),
    completeWord: async (start) => (await keycheck()).completeWord(start),
  };
}

function groupVerbs(session: Session): Own<GroupVerbs> {
  return {
    compareGroup: (group) => compareGroup(session.full().keeper.vault, group),
    confirmGroup: (group) => {
      const { keeper } = session.full();
      const roster = rosterOf(group);
      if (compareGroup(keeper.vault, group).state === "older")
        throw new Trouble("group-unconfirmed", "the list went back");
      keeper.change((vault) => ({
        ...vault,
        rosters: [...vault.rosters.filter(({ gid }) => gid !== roster.gid), roster],
      }));
    },
  };
}

function messageVerbs(session: Session): Own<MessageVerbs> {
  return {
    sealMessage: (draft, progress) => session.full().messages.seal(draft, progress),
    openMessages: (deliveries) => session.full().messages.open(deliveries),
    markDeleted: (mids) => session.full().messages.markDeleted(mids),
  };
}

function fileVerbs(session: Session): Own<FileVerbs> {
  return {
    beginSealing: () => session.full().files.beginSealing(),
    beginFile: (sealing, file) => session.full().files.beginFile(sealing, file),
    sealPart: async (blob, n, plain, file) => {
      const sealed = await session.full().files.sealPart(blob, n, plain);
      return staged(sealed, file ?? null);
    },
    dropFile: (blob) => session.full().files.dropFile(blob),
    dropSealing: (sealing) => session.full().files.dropSealing(sealing),
    beginOpening: (mid, index) => session.full().files.beginOpening(mid, index),
    openPart: (opening, n, sealed) => session.full().files.openPart(opening, n, sealed),
    dropOpening: (opening) => session.full().files.dropOpening(opening),
  };
}

function storeVerbs(session: Session): Own<StoreVerbs> {
  return {
    pendingVault: async () => {
      const { keeper, log } = session.full();
      log.noteIntoVault(keeper.isChanged);
      return keeper.pending();
    },
    vaultSaved: (ver) => session.full().keeper.saved(ver),
    takeVault: async (body) => {
      const { keeper, directory, log, entries } = session.any();
      const sameSegment = directory.isSameSegment.bind(directory);
      const alarms = await keeper.take(body, sameSegment);
      directory.alarmTwoKeys(alarms);
      log.vaultFetched();
      return { alarms, wantsPacks: entries.isWaiting };
    },
    pendingReceipts: () => session.full().receipts.pending(),
    receiptsSaved: (n, ver) => session.full().receipts.saved(n, ver),
    takeReceipts: ({ n, ver, receipts }) => session.full().receipts.take(n, ver, receipts),
  };
}

function invitationVerbs(session: Session): Own<InvitationVerbs> {
  const invitations = async () => {
    const { Invitations } = await import("./invitations.ts");
    const { keeper, log, directory } = session.full();
    return new Invitations(keeper, log, directory, session.parts.now);
  };
  return {
    makeInvitation: async (addr) => (await invitations()).make("invite", addr),
    makeStartOver: async (addr) => (await invitations()).make("again", addr),
    invitationLink: async (id) => (await invitations()).link(id),
    judgeInvitation: async (claimed) => (await invitations()).judge(claimed),
  };
}

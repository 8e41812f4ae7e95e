// Every verb of the protocol, each a thin call to the file that knows how.
import { equalBytes, unb64u } from "../crypto/encoding.ts";
import { compareGroup, rosterOf } from "./audience.ts";
import { forgetVaultKey, keepVaultKey, restoreVaultKey } from "./device.ts";
import * as keycheck from "./keycheck.ts";
import { Trouble } from "./problems.ts";
import type {
  CredentialVerbs,
  CryptoVerbs,
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

/** The whole protocol over one session. */
export function verbsOf(session: Session): CryptoVerbs {
  return {
    ...joiningVerbs(session),
    ...signingInVerbs(session),
    ...credentialVerbs(session),
    ...logVerbs(session),
    ...peopleVerbs(session),
    ...groupVerbs(session),
    ...messageVerbs(session),
    ...storeVerbs(session),
    ...invitationVerbs(session),
  };
}

function joiningVerbs(session: Session): JoiningVerbs {
  return {
    readStartCode: async (typed) => session.joining.readStartCode(typed),
    readLink: async (kind, id, fragment) => session.joining.readLink(kind, id, fragment),
    joinNewInstance: async (addr, log, note) => session.joining.newInstance(addr, log, note),
    joinWithLink: async (addr, inviter, log) => session.joining.withLink(addr, inviter, log),
    checkJoin: async (keys) => session.joining.check(keys),
    makeAccount: async (account) => session.joining.makeAccount(account),
    proveRecoveryCode: async (second, fifth) =>
      session.isUnlocked ? session.any().credentials.prove(second, fifth) : session.joining.prove(second, fifth),
    newAccount: async () => session.joining.newAccount(),
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

function signingInVerbs(session: Session): SigningInVerbs {
  const { signingIn, parts } = session;
  return {
    startSignIn: async (addr, password, kdf, acceptChanged) => signingIn.start(addr, password, kdf, acceptChanged),
    startRecovery: async (addr, typedCode) => signingIn.startRecovery(addr, typedCode),
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
    lock: async () => session.lock(),
  };
}

function credentialVerbs(session: Session): CredentialVerbs {
  return {
    changePassword: (current, next, credVer) => session.full().credentials.changePassword(current, next, credVer),
    startNewRecoveryCode: (current, credVer) => session.full().credentials.newRecoveryCode(current, credVer),
    startNewCredentials: (password, credVer) => session.any().credentials.newCredentials(password, credVer),
    newCredentials: async () => session.any().credentials.body(),
    confirmCredentials: async (slotPassword, deviceSalt) => {
      await session.any().credentials.confirm(slotPassword);
      return session.becomeFull(deviceSalt);
    },
  };
}

function logVerbs(session: Session): LogVerbs {
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
    takeLog: async (wire) => (session.isUnlocked ? session.any().log.take(wire) : session.joining.takeLog(wire)),
    logFacts: async () => session.any().log.facts(),
    acknowledgeRestart: async () => {
      const { log, keeper, directory } = session.any();
      const facts = log.acknowledgeRestart();
      directory.alarmTwoKeys(keeper.acceptRestore(sameSegment)?.twoKeys ?? []);
      return facts;
    },
    logEvidence: async () => session.any().log.evidence(),
    ownEntry: async () => {
      const { entry, seq } = ownEntry(session.full());
      return { ifMatch: seq - 1, body: { entry } };
    },
  };
}

function peopleVerbs(session: Session): PeopleVerbs {
  return {
    wantedPeople: async (addrs) => session.full().directory.wanted(addrs),
    learnPeople: async (keys) => session.full().directory.learn(keys),
    personFacts: async (addrs) => addrs.map((addr) => session.full().directory.facts(addr)),
    acknowledgeKey: async (addr) => session.full().directory.accept(addr, "first"),
    checkWords: async (addr, words) => keycheck.checkWords(session.full(), addr, words),
    checkQr: async (scanned) => keycheck.checkQr(session.full(), scanned),
    theirWords: async (addr) => keycheck.theirWords(session.full(), addr),
    confirmWords: async (addr, words) => keycheck.checkWords(session.full(), addr, words),
    myWords: async () => keycheck.myWords(session.full()),
    safetyNumber: async (addr) => keycheck.safetyNumberWith(session.full(), addr),
    completeWord: async (start) => keycheck.completeWord(start),
  };
}

function groupVerbs(session: Session): GroupVerbs {
  return {
    compareGroup: async (group) => compareGroup(session.full().keeper.vault, group),
    confirmGroup: async (group) => {
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

function messageVerbs(session: Session): MessageVerbs {
  return {
    sealMessage: (draft, progress) => session.full().messages.seal(draft, progress),
    openMessages: (deliveries) => session.full().messages.open(deliveries),
    markDeleted: async (mids) => session.full().messages.markDeleted(mids),
  };
}

function storeVerbs(session: Session): StoreVerbs {
  return {
    pendingVault: async () => {
      const { keeper, log } = session.full();
      log.noteIntoVault(keeper.isChanged);
      return keeper.pending();
    },
    vaultSaved: (ver) => session.full().keeper.saved(ver),
    takeVault: async (body) => {
      const { keeper, directory, log } = session.any();
      const sameSegment = directory.isSameSegment.bind(directory);
      const alarms = await keeper.take(body, sameSegment);
      directory.alarmTwoKeys(alarms);
      log.vaultFetched();
      return { alarms };
    },
    pendingReceipts: () => session.full().receipts.pending(),
    receiptsSaved: async (n, ver) => session.full().receipts.saved(n, ver),
    takeReceipts: ({ n, ver, receipts }) => session.full().receipts.take(n, ver, receipts),
  };
}

function invitationVerbs(session: Session): InvitationVerbs {
  return {
    makeInvitation: async (addr) => session.full().invitations.make("invite", addr),
    makeStartOver: async (addr) => session.full().invitations.make("again", addr),
    invitationLink: async (id) => session.full().invitations.link(id),
    judgeInvitation: async (claimed) => session.full().invitations.judge(claimed),
  };
}

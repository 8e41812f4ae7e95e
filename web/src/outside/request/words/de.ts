/** What the page that answers a request says, in German: polite, without a guess at who reads. */
import { counting } from "../../words/counting.ts";
import type { RequestTexts } from "./en.ts";

const seconds = counting("de")("Sekunde", "Sekunden");
const more = counting("de")("weitere Person", "weitere Personen");

const only = (name: string, others: number): string =>
  others === 0 ? `Nur ${name} kann es lesen.` : `Nur ${name} und ${more(others)} können es lesen.`;

export const de: RequestTexts = {
  title: "Eine Anfrage für Sie – Waxpost",
  waiting: "Die Anfrage wird geholt",
  whatIsIt:
    "Jemand hat Sie um etwas Vertrauliches gebeten. Diese Seite verschließt auf Ihrem Gerät, was Sie eingeben, bevor " +
    "es gesendet wird. Der Server dazwischen hat nur die verschlossene Antwort und kann sie nicht lesen. " +
    "Sie brauchen kein Konto, und hier wird nichts gespeichert.",
  asks: (name, title) => `${name} bittet Sie um: ${title}`,
  reply: (name, title) => `Antwort an ${name}${title === null ? "" : `: ${title}`}`,
  note: "Notiz dazu",
  message: "Nachricht",
  files: "Dateien",
  optional: "(freiwillig)",
  show: "Zeigen",
  hide: "Verbergen",
  generate: "Passwort erzeugen",
  addFiles: "Dateien wählen",
  addMore: "Noch eine hinzufügen",
  limits: (each, all) => `Je bis zu ${each}, zusammen ${all}.`,
  remove: (file) => `${file} entfernen`,
  readers: (name, others) => `Nur ${name} und ${more(others)} nach Wahl von ${name} können Ihre Antwort lesen.`,
  noted: only,
  send: (name) => `An ${name} senden`,
  tryAgain: "Noch einmal versuchen",
  empty: "Es gibt noch nichts zu senden. Füllen Sie ein Feld aus, oder fügen Sie eine Datei hinzu.",
  really: (name) => `Kommt das wirklich von ${name}?`,
  compare: (name, others) =>
    `Lassen Sie sich diese acht Wörter von ${name} vorlesen. Stimmen alle, geht Ihre Antwort an ${name}${others === 0 ? "" : `, an ${more(others)}`} und an niemanden sonst.`,
  words: "Acht Wörter",
  closes: (at) => `Offen bis ${at}.`,
  noAccount: "Sie brauchen kein Konto.",
  locked: "Auf Ihrem Gerät verschlossen, bevor es gesendet wird.",
  elsewhere: (addr, name) =>
    `Der Server sagt, dass diese Anfrage von ${addr} kommt. Antworten Sie nicht, bevor Sie ${name} gefragt haben.`,
  steps: {
    work: "Wird vorbereitet",
    workHint: "Ihr Gerät rechnet zuerst ein wenig, damit kein Programm diese Seite überfluten kann.",
    files: "Dateien werden gesendet",
    locking: "Wird verschlossen",
    posting: "Wird gesendet",
  },
  file: {
    waiting: "Wartet",
    encrypting: "Wird verschlossen",
    uploading: (done, all) => `${done} von ${all} gesendet`,
    ready: "Verschlossen und gesendet",
    paused: "Angehalten, keine Verbindung. Es geht von selbst weiter.",
    empty: (file) => `${file} ist leer.`,
    large: (file, limit) => `${file} ist zu groß. Eine Datei darf höchstens ${limit} haben.`,
    many: (file, limit) => `${file} wurde nicht hinzugefügt. Höchstens ${limit} Dateien können gesendet werden.`,
    together: (limit) => `Diese Dateien sind zusammen zu groß. Erlaubt sind ${limit}.`,
  },
  trouble: {
    offline:
      "Der Server hat nicht geantwortet. Nichts ist verloren: Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
    unsure:
      "Der Server hat nicht geantwortet. Nichts ist verloren: Versuchen Sie es noch einmal, dann wird genau dasselbe gesendet.",
    late: "Das hat zu lange gedauert. Nichts ist verloren: Versuchen Sie es noch einmal.",
    "too-long": "Das ist zu lang. Kürzen Sie den Text, oder senden Sie ihn als Datei.",
    lock: "Das konnte auf Ihrem Gerät nicht verschlossen werden. Versuchen Sie es noch einmal.",
    busy: (count) => `Gerade antworten andere. Versuchen Sie es in ${seconds(count)} noch einmal.`,
    wait: (count) => `Zu viele Versuche. Wartezeit: ${seconds(count)}.`,
    file: (file) => `${file} wurde nicht gesendet. Versuchen Sie es noch einmal, oder entfernen Sie die Datei.`,
    over: (name) =>
      `Diese Anfrage ist inzwischen beendet: Sie wurde beantwortet oder geschlossen, oder ihre Zeit ist um. Bitten Sie ${name} um eine neue. Was Sie eingegeben haben, steht noch hier.`,
  },
  sent: { title: "Gesendet", text: (name, others) => `${only(name, others)} Sie können diese Seite schließen.` },
  ended: {
    incomplete: {
      title: "Dieser Link ist nicht vollständig",
      text: "Kopieren Sie den ganzen Link, auch den Teil nach dem #.",
    },
    gone: {
      title: "Diese Anfrage ist nicht mehr offen",
      text: "Sie wurde vielleicht beantwortet oder geschlossen, oder ihre Zeit ist um. Bitten Sie um einen neuen Link.",
    },
    swapped: {
      title: "Antworten Sie hier nicht",
      text: "Der Server hat einen anderen Schlüssel gegeben, als im Link steht. Jemand anderes hätte Ihre Antwort lesen können. Es wurde nichts gesendet. Sagen Sie es der Person, von der Sie den Link haben.",
    },
    damaged: {
      title: "Diese Anfrage ließ sich nicht öffnen",
      text: "Sie ist nicht so, wie sie gemacht wurde. Es wurde nichts gesendet. Sagen Sie es der Person, von der Sie den Link haben.",
    },
    newer: {
      title: "Diese Anfrage braucht eine neuere Seite",
      text: "Laden Sie den Link noch einmal. Hilft das nicht, sagen Sie es der Person, von der Sie ihn haben.",
    },
    left: {
      title: "Diese Seite ist geschlossen",
      text: "Was Sie eingegeben haben, ist nicht mehr hier. Um zu antworten, öffnen Sie noch einmal den Link, den Sie bekommen haben.",
    },
    unreached: {
      title: "Die Anfrage war nicht erreichbar",
      text: "Der Server hat nicht geantwortet. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
    },
  },
};

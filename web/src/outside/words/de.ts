/** What the outsider's page says, in German: polite, without a guess at who reads. */
import { counting } from "./counting.ts";
import type { Words } from "./en.ts";

const count = counting("de");
const [tries, views, seconds, minutes, fields] = [
  count("Versuch", "Versuche"),
  count("Ansicht", "Ansichten"),
  count("Sekunde", "Sekunden"),
  count("Minute", "Minuten"),
  count("Feld", "Felder"),
];
const OFFLINE = "Der Server hat nicht geantwortet. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.";
const UNUSED = "Es wurde nichts verbraucht.";

export const de: Words = {
  lang: "de",
  locale: "de-DE",
  title: "Eine sichere Nachricht – Waxpost",

  page: {
    waiting: "Ihre Nachricht wird geholt",
    runBy: (organisation) => `Betrieben von ${organisation} auf eigenem Server`,
    whatIsThis: "Was ist das?",
    what:
      "Jemand hat Ihnen eine Nachricht geschickt, die auf dem Gerät der sendenden Person verschlossen wurde. Diese Seite " +
      "öffnet sie auf Ihrem. Der Server dazwischen hat nur die verschlossene Nachricht und kann sie nicht lesen. Sie " +
      "brauchen kein Konto, und hier wird nichts gespeichert.",
    close: "Schließen",
    cancel: "Abbrechen",
    tryAgain: "Noch einmal versuchen",
  },

  ended: {
    incomplete: {
      title: "Dieser Link ist nicht vollständig",
      text: "Kopieren Sie den ganzen Link, auch den Teil nach dem #.",
    },
    gone: {
      title: "Diese Nachricht ist nicht mehr verfügbar",
      text: "Sie ist vielleicht abgelaufen oder wurde schon gelesen. Bitten Sie um eine neue.",
    },
    left: {
      title: "Diese Seite ist gesperrt",
      text: "Die Nachricht ist nicht mehr auf dieser Seite. Um sie noch einmal zu lesen, öffnen Sie den Link, den Sie bekommen haben. Das verbraucht eine weitere Ansicht.",
    },
    expired: {
      title: "Diese Nachricht ist abgelaufen",
      text: "Sie ist nicht mehr auf dieser Seite, und niemand kann ihren Link noch öffnen.",
    },
    deleted: {
      title: "Die Nachricht ist gelöscht",
      text: "Niemand kann ihren Link noch öffnen. Was Sie kopiert oder heruntergeladen haben, ist weiter auf Ihrem Gerät. Sie können diese Seite schließen.",
    },
    locked: {
      title: "Zu viele Versuche",
      text: (name) => (name === null ? "Bitten Sie um einen neuen Link." : `Bitten Sie ${name} um einen neuen Link.`),
    },
    newer: {
      title: "Diese Nachricht braucht eine neuere Seite",
      text: `Laden Sie diesen Link noch einmal. Hilft das nicht, fragen Sie dort nach, woher er kam. ${UNUSED}`,
    },
    broken: {
      title: "Diese Nachricht ließ sich nicht öffnen",
      text: `Sie ist nicht so, wie sie gesendet wurde. ${UNUSED} Sagen Sie es der Person, von der der Link kam.`,
    },
    unreached: "Die Nachricht war nicht zu erreichen",
    insecure: {
      title: "Benutzen Sie eine andere Adresse",
      text: `Sie haben diese Seite ohne https geöffnet. Browser lassen eine Seite Nachrichten nur mit https öffnen. ${UNUSED}`,
      ask: "Bitten Sie um einen Link, der mit https beginnt.",
      open: ["Öffnen Sie stattdessen ", "."],
    },
  },

  before: {
    title: (name) => `${name} hat Ihnen eine sichere Nachricht geschickt`,
    titleOfWords: "Geben Sie die Wörter ein, die Sie bekommen haben",
    lead: "Öffnen Sie sie, wenn Sie bereit sind, sie zu lesen.",
    leadOfCode: "Nur eine Adresse darf diese Nachricht öffnen.",
    leadOfWords: "Sie sind der Schlüssel zu einer Nachricht, die auf Sie wartet.",
    leadOfDigits: "Noch ein Schritt, damit ein Programm, das nur Knöpfe drückt, keine Ansicht verbraucht.",
    words: "Wörter",
    passphrase: "Passphrase",
    hintOfWords:
      "Sie haben sie auf anderem Weg bekommen. Wenn Ihr Link einen Teil nach einem # hatte, ist er nicht vollständig: Kopieren Sie den ganzen Link.",
    hintOfPassphrase: (name) =>
      name === null
        ? "Sie haben sie am Telefon oder in einer Textnachricht bekommen."
        : `Sie haben sie von ${name} am Telefon oder in einer Textnachricht bekommen.`,
    hide: "Verbergen",
    hideWords: "Wörter verbergen",
    hidePassphrase: "Passphrase verbergen",
    show: "Zeigen",
    digits: "Geben Sie diese zwei Ziffern ein, um die Nachricht zu sehen:",
    code: "Code aus der Mail",
    codeSent: (to) => `Sechs Ziffern wurden an ${to} geschickt. Sie gelten 10 Minuten.`,
    codeAgain: "Noch einen Code schicken",
    codeLater: (wait) =>
      `Ein weiterer Code kann in ${"minutes" in wait ? minutes(wait.minutes) : seconds(wait.seconds)} geschickt werden.`,
    open: "Nachricht zeigen",
    opening: "Wird geöffnet",
    uncounted: "Ansichten werden nicht gezählt.",
    views: (left) => `Noch ${views(left)}.`,
    noView: "Diese Seite zu öffnen ist keine Ansicht.",
    until: (time) => `Gültig bis ${time}.`,
    yours: "Wird auf Ihrem Gerät geöffnet. Der Server kann sie nicht lesen.",
  },

  problems: {
    offline: OFFLINE,
    offlineNothingUsed: `${OFFLINE} ${UNUSED}`,
    codeWrong: (left) => `Dieser Code passt nicht. Noch ${tries(left)}. ${UNUSED}`,
    codeOver: `Dieser Code gilt nicht mehr. Lassen Sie sich einen neuen schicken. ${UNUSED}`,
    codeForm: `Geben Sie die sechs Ziffern aus der Mail ein. ${UNUSED}`,
    digits: `Geben Sie die zwei Ziffern ein, die oben stehen. ${UNUSED}`,
    passphraseWrong: (left) => `Diese Passphrase passt nicht. Noch ${tries(left)}. ${UNUSED}`,
    passphraseForm: "Geben Sie die Passphrase ein, die Sie bekommen haben.",
    wordsForm:
      "Geben Sie alle Wörter ein, die Sie bekommen haben, sechs bis zwölf. Jedes ist ein englisches Wort aus der Liste.",
    wordsGone:
      "Zu diesen Wörtern gibt es keine Nachricht. Prüfen Sie jedes. Vielleicht ist die Nachricht auch abgelaufen oder gelesen.",
    busy: (wait) => `Gerade öffnen andere diese Nachricht. Versuchen Sie es in ${seconds(wait)} noch einmal. ${UNUSED}`,
    lostAfterClaim:
      "Die Verbindung ist abgerissen. Versuchen Sie es noch einmal: Das öffnet dieselbe Ansicht und verbraucht keine weitere.",
    tooMany: (wait) =>
      `Zu viele Versuche. Warten Sie ${wait > 90 ? minutes(Math.ceil(wait / 60)) : seconds(Math.max(1, wait))}.`,
    refused: () => "Der Server hat das abgelehnt. Versuchen Sie es später noch einmal.",
    failed: "Das hat nicht geklappt. Versuchen Sie es noch einmal.",
  },

  message: {
    noSubject: "(kein Betreff)",
    lastView: "Das war die letzte Ansicht",
    uncounted: "Kann bis zum Ablauf wieder geöffnet werden",
    viewsLeft: (left) => [`Noch ${views(left)}`, " nach dieser"],
    reply: "Sicher antworten",
    replyTab: ", in einem neuen Tab",
    delete: "Ich habe sie, jetzt löschen",
    save:
      "Sichern Sie, was Sie brauchen, bevor Sie diese Seite schließen. Sie sperrt sich nach 10 Minuten ohne Benutzung oder " +
      "2 Minuten hinter einem anderen Tab. Namen stehen hier so, wie sie beim Senden angegeben wurden.",
    saveReply: "Während Sie antworten, bleibt sie 10 Minuten offen.",
    deleteTitle: "Diese Nachricht für alle löschen?",
    deleteText: (name) =>
      `Niemand kann ihren Link noch öffnen, und ${name} sieht, dass sie gelöscht wurde. Was Sie kopiert oder heruntergeladen haben, behalten Sie.`,
    deleteNow: "Jetzt löschen",
  },

  items: {
    credentials: "Zugangsdaten",
    entry: (kind, length) => `Gespeicherter Eintrag · ${kind} · ${fields(length)}`,
    kinds: {
      login: "Anmeldung",
      note: "Sichere Notiz",
      "ssh-key": "SSH-Schlüssel",
      "api-key": "API-Schlüssel",
      card: "Karte",
      identity: "Identität",
      bank: "Bankkonto",
      wifi: "WLAN",
      database: "Datenbank",
      certificate: "Zertifikat",
      licence: "Softwarelizenz",
      other: "Anderes",
    },
    fields: {
      username: "Benutzername",
      password: "Passwort",
      url: "Website",
      note: "Notiz",
      totp: "Einmalcode",
      "private-key": "Privater Schlüssel",
      "public-key": "Öffentlicher Schlüssel",
      passphrase: "Passphrase",
      token: "Token",
      number: "Nummer",
      holder: "Inhaber",
      expires: "Gültig bis",
      code: "Code",
      host: "Host",
      port: "Port",
      database: "Datenbank",
    },
    hidden: (name) => `${name}, verborgen`,
    show: (name) => `${name} zeigen`,
    large: (name) => `${name} in großen Buchstaben`,
    copy: (name) => `${name} kopieren`,
    code: "Code",
    open: (host) => `${host} öffnen`,
    hidesIn: (left) => `Verbirgt sich in ${left.toString()} s wieder`,
    copied: (name) => `${name} kopiert`,
    clipboard: {
      copied: (name) => `${name} kopiert. Die Zwischenablage wird in 30 s geleert.`,
      notCopied: (name) => `${name} ließ sich nicht kopieren. Markieren und kopieren Sie von Hand.`,
      clearedLate: "Die Zwischenablage wurde bei Ihrer Rückkehr geleert",
      clearNow: "Jetzt leeren",
    },
    spelling: {
      digits: ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"],
      marks: {
        "\u0300": "Gravis",
        "\u0301": "Akut",
        "\u0302": "Zirkumflex",
        "\u0303": "Tilde",
        "\u0308": "Trema",
        "\u030a": "Ring",
        "\u030c": "Hatschek",
        "\u0327": "Cedille",
      },
      others: {
        ...{
          " ": "Leerzeichen",
          "!": "Ausrufezeichen",
          '"': "Anführungszeichen",
          "#": "Raute",
          $: "Dollar",
          "%": "Prozent",
        },
        ...{ "&": "Und-Zeichen", "'": "Apostroph", "(": "Klammer auf", ")": "Klammer zu", "*": "Stern", "+": "Plus" },
        ...{
          ",": "Komma",
          "-": "Bindestrich",
          ".": "Punkt",
          "/": "Schrägstrich",
          ":": "Doppelpunkt",
          ";": "Strichpunkt",
        },
        ...{ "<": "kleiner als", "=": "Gleichheitszeichen", ">": "größer als", "?": "Fragezeichen", "@": "At-Zeichen" },
        ...{ "[": "eckige Klammer auf", "\\": "umgekehrter Schrägstrich", "]": "eckige Klammer zu", "^": "Dach" },
        ...{ _: "Unterstrich", "`": "Backtick", "{": "geschweifte Klammer auf", "|": "senkrechter Strich" },
        ...{ "}": "geschweifte Klammer zu", "~": "Tilde", æ: "ae", Æ: "AE", ø: "oscar mit Strich" },
        ...{ Ø: "OSCAR mit Strich", ß: "scharfes s", ð: "eth", Ð: "ETH", þ: "thorn", Þ: "THORN" },
      },
      newLine: "neue Zeile",
      unknown: (code) => `Zeichen U+${code}`,
    },
  },

  files: {
    sizes: { lang: "de", one: "Byte", units: ["Byte", "KB", "MB", "GB"] },
    download: "Herunterladen",
    downloadOf: (name) => `${name} herunterladen`,
    stop: "Anhalten",
    stopOf: (name) => `${name} nicht weiter holen`,
    getting: (name) => `${name} wird geholt`,
    progress: (done, whole) => `Wird geholt · ${done} von ${whole}`,
    unlocking: "Wird geöffnet",
    paused: "Angehalten, keine Verbindung",
    notAsSent:
      "Diese Datei ist nicht so, wie sie gesendet wurde. Nichts wurde gesichert. Sagen Sie es der Person, von der der Link kam.",
    gone: "Diese Datei ist nicht mehr verfügbar: Die Nachricht ist zu Ende.",
    failed: "Diese Datei ließ sich nicht öffnen. Versuchen Sie es noch einmal.",
  },

  times: {
    until: (weekday, day, clock) => `${weekday}, ${day}, ${clock} Uhr`,
    sentToday: (clock) => `Gesendet heute, ${clock}`,
    sentYesterday: (clock) => `Gesendet gestern, ${clock}`,
    sentOn: (weekday, day, clock) => `Gesendet ${weekday}, ${day}, ${clock}`,
  },
};

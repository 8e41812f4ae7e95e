/** What the outsider's page says, in French: polite, with the hard spaces that its marks want. */
import { counting } from "./counting.ts";
import type { Words } from "./en.ts";

const count = counting("fr");
const [tries, views, seconds, minutes, fields] = [
  count("essai", "essais"),
  count("consultation", "consultations"),
  count("seconde", "secondes"),
  count("minute", "minutes"),
  count("champ", "champs"),
];
const OFFLINE = "Le serveur n’a pas répondu. Vérifiez votre connexion et réessayez.";
const UNUSED = "Rien n’a été décompté.";

export const fr: Words = {
  lang: "fr",
  locale: "fr-FR",
  title: "Un message sécurisé – Waxpost",

  page: {
    waiting: "Récupération de votre message",
    runBy: (organisation) => `Exploité par ${organisation} sur son propre serveur`,
    whatIsThis: "Qu’est-ce que c’est\u00a0?",
    what:
      "Quelqu’un vous a envoyé un message qui a été verrouillé sur son appareil. Cette page le déverrouille sur le vôtre. " +
      "Le serveur entre les deux ne garde que le message verrouillé et ne peut pas le lire. Vous n’avez pas besoin de " +
      "compte, et rien n’est enregistré ici.",
    close: "Fermer",
    cancel: "Annuler",
    tryAgain: "Réessayer",
  },

  ended: {
    incomplete: {
      title: "Ce lien n’est pas complet",
      text: "Copiez le lien entier, y compris la partie après le #.",
    },
    gone: {
      title: "Ce message n’est plus disponible",
      text: "Il a peut-être expiré ou déjà été lu. Demandez-en un nouveau à la personne qui vous l’a envoyé.",
    },
    left: {
      title: "Cette page est verrouillée",
      text: "Le message n’est plus sur cette page. Pour le relire, ouvrez le lien que vous avez reçu. Cela compte pour une consultation de plus.",
    },
    expired: {
      title: "Ce message a expiré",
      text: "Il n’est plus sur cette page, et personne ne peut plus ouvrir son lien.",
    },
    deleted: {
      title: "Le message est supprimé",
      text: "Personne ne peut plus ouvrir son lien. Ce que vous avez copié ou téléchargé est toujours sur votre appareil. Vous pouvez fermer cette page.",
    },
    locked: {
      title: "Trop d’essais",
      text: (name) => `Demandez un nouveau lien à ${name ?? "la personne qui vous l’a envoyé"}.`,
    },
    newer: {
      title: "Ce message demande une page plus récente",
      text: `Rechargez ce lien. Si cela ne suffit pas, prévenez la personne qui vous l’a envoyé. ${UNUSED}`,
    },
    broken: {
      title: "Ce message n’a pas pu être ouvert",
      text: `Il n’est pas tel qu’il a été envoyé. ${UNUSED} Prévenez la personne qui vous l’a envoyé.`,
    },
    unreached: "Le message n’a pas pu être atteint",
    insecure: {
      title: "Utilisez une autre adresse",
      text: `Vous avez ouvert cette page sans https. Les navigateurs ne laissent une page déverrouiller des messages qu’avec https. ${UNUSED}`,
      ask: "Demandez un lien qui commence par https.",
      open: ["Ouvrez plutôt ", "."],
    },
  },

  before: {
    title: (name) => `${name} vous a envoyé un message sécurisé`,
    titleOfWords: "Tapez les mots que vous avez reçus",
    lead: "Ouvrez-le quand vous voulez le lire.",
    leadOfCode: "Une seule adresse peut ouvrir ce message.",
    leadOfWords: "Ils sont la clé d’un message qui vous attend.",
    leadOfDigits:
      "Encore une étape, pour qu’un programme qui ne fait qu’appuyer sur les boutons n’utilise pas de consultation.",
    words: "Mots",
    passphrase: "Phrase secrète",
    hintOfWords:
      "Vous les avez reçus par une autre voie. Si votre lien avait une partie après un #, il n’est pas complet\u00a0: copiez le lien entier.",
    hintOfPassphrase: (name) =>
      name === null
        ? "Vous l’avez reçue par téléphone ou par SMS."
        : `${name} vous l’a donnée par téléphone ou par SMS.`,
    hide: "Masquer",
    hideWords: "Masquer les mots",
    hidePassphrase: "Masquer la phrase secrète",
    show: "Afficher",
    digits: "Tapez ces deux chiffres pour voir le message\u00a0:",
    code: "Code reçu par courriel",
    codeSent: (to) => `Six chiffres ont été envoyés à ${to}. Ils sont valables 10 minutes.`,
    codeAgain: "Envoyer un autre code",
    codeLater: (wait) =>
      `Un autre code pourra être envoyé dans ${"minutes" in wait ? minutes(wait.minutes) : seconds(wait.seconds)}.`,
    open: "Afficher le message",
    opening: "Déverrouillage",
    uncounted: "Les consultations ne sont pas comptées.",
    views: (left) => `Encore ${views(left)}.`,
    noView: "Ouvrir cette page n’en est pas une.",
    until: (time) => `Valable jusqu’au ${time}.`,
    yours: "Déverrouillé sur votre appareil. Le serveur ne peut pas le lire.",
  },

  problems: {
    offline: OFFLINE,
    offlineNothingUsed: `${OFFLINE} ${UNUSED}`,
    codeWrong: (left) => `Ce code ne correspond pas. Encore ${tries(left)}. ${UNUSED}`,
    codeOver: `Ce code n’est plus valable. Faites-en envoyer un autre. ${UNUSED}`,
    codeForm: `Tapez les six chiffres reçus par courriel. ${UNUSED}`,
    digits: `Tapez les deux chiffres affichés ci-dessus. ${UNUSED}`,
    passphraseWrong: (left) => `Cette phrase secrète ne correspond pas. Encore ${tries(left)}. ${UNUSED}`,
    passphraseForm: "Tapez la phrase secrète que vous avez reçue.",
    wordsForm: "Tapez tous les mots que vous avez reçus, de six à douze. Chacun est un mot anglais de la liste.",
    wordsGone:
      "Aucun message ne correspond à ces mots. Vérifiez-les un par un. Le message a peut-être aussi expiré ou été lu.",
    busy: (wait) => `D’autres personnes ouvrent ce message en ce moment. Réessayez dans ${seconds(wait)}. ${UNUSED}`,
    lostAfterClaim:
      "La connexion a été perdue. Réessayez\u00a0: cela ouvre la même consultation et n’en utilise pas d’autre.",
    tooMany: (wait) =>
      `Trop d’essais. Attendez ${wait > 90 ? minutes(Math.ceil(wait / 60)) : seconds(Math.max(1, wait))}.`,
    refused: () => "Le serveur a refusé. Réessayez plus tard.",
    failed: "Cela n’a pas fonctionné. Réessayez.",
  },

  message: {
    noSubject: "(sans objet)",
    lastView: "C’était la dernière consultation",
    uncounted: "Peut être ouvert à nouveau jusqu’à son expiration",
    viewsLeft: (left) => [`Encore ${views(left)}`, " après celle-ci"],
    reply: "Répondre en sécurité",
    replyTab: ", dans un nouvel onglet",
    delete: "Je l’ai, supprimer maintenant",
    save:
      "Enregistrez ce dont vous avez besoin avant de fermer cette page. Elle se verrouille après 10 minutes sans " +
      "utilisation, ou 2 minutes derrière un autre onglet. Les noms sont ceux indiqués à l’envoi.",
    saveReply: "Pendant que vous répondez, elle reste ouverte 10 minutes.",
    deleteTitle: "Supprimer ce message pour tout le monde\u00a0?",
    deleteText: (name) =>
      `Personne ne pourra plus ouvrir son lien, et ${name} verra qu’il a été supprimé. Ce que vous avez copié ou téléchargé vous reste.`,
    deleteNow: "Supprimer maintenant",
  },

  items: {
    credentials: "Identifiants",
    entry: (kind, length) => `Entrée enregistrée · ${kind} · ${fields(length)}`,
    kinds: {
      login: "Connexion",
      note: "Note sécurisée",
      "ssh-key": "Clé SSH",
      "api-key": "Clé d’API",
      card: "Carte",
      identity: "Identité",
      bank: "Compte bancaire",
      wifi: "Wi-Fi",
      database: "Base de données",
      certificate: "Certificat",
      licence: "Licence logicielle",
      other: "Autre",
    },
    fields: {
      username: "Nom d’utilisateur",
      password: "Mot de passe",
      url: "Site web",
      note: "Note",
      totp: "Code à usage unique",
      "private-key": "Clé privée",
      "public-key": "Clé publique",
      passphrase: "Phrase secrète",
      token: "Jeton",
      number: "Numéro",
      holder: "Titulaire",
      expires: "Expiration",
      code: "Code",
      host: "Hôte",
      port: "Port",
      database: "Base de données",
    },
    hidden: (name) => `${name}, valeur masquée`,
    show: (name) => `Afficher\u00a0: ${name}`,
    large: (name) => `Grands caractères\u00a0: ${name}`,
    copy: (name) => `Copier\u00a0: ${name}`,
    code: "Code",
    open: (host) => `Ouvrir ${host}`,
    hidesIn: (left) => `Se masque dans ${left.toString()}\u00a0s`,
    copied: (name) => `Copié\u00a0: ${name}`,
    clipboard: {
      copied: (name) => `Copié\u00a0: ${name}. Le presse-papiers sera vidé dans 30\u00a0s.`,
      notCopied: (name) => `La copie n’a pas fonctionné\u00a0: ${name}. Sélectionnez et copiez à la main.`,
      clearedLate: "Le presse-papiers a été vidé à votre retour",
      clearNow: "Vider maintenant",
    },
    spelling: {
      digits: ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"],
      marks: {
        "\u0300": "accent grave",
        "\u0301": "accent aigu",
        "\u0302": "accent circonflexe",
        "\u0303": "tilde",
        "\u0308": "tréma",
        "\u030a": "rond",
        "\u030c": "caron",
        "\u0327": "cédille",
      },
      others: {
        ...{ " ": "espace", "!": "point d’exclamation", '"': "guillemet", "#": "dièse", $: "dollar", "%": "pour cent" },
        ...{ "&": "esperluette", "'": "apostrophe", "(": "parenthèse ouvrante", ")": "parenthèse fermante" },
        ...{ "*": "astérisque", "+": "plus", ",": "virgule", "-": "tiret", ".": "point", "/": "barre oblique" },
        ...{ ":": "deux-points", ";": "point-virgule", "<": "inférieur à", "=": "égal", ">": "supérieur à" },
        ...{ "?": "point d’interrogation", "@": "arobase", "[": "crochet ouvrant", "\\": "barre oblique inverse" },
        ...{
          "]": "crochet fermant",
          "^": "accent circonflexe",
          _: "tiret bas",
          "`": "accent grave",
          "{": "accolade ouvrante",
        },
        ...{ "|": "barre verticale", "}": "accolade fermante", "~": "tilde", æ: "ae", Æ: "AE", ø: "oscar barré" },
        ...{ Ø: "OSCAR barré", ß: "eszett", ð: "eth", Ð: "ETH", þ: "thorn", Þ: "THORN" },
      },
      newLine: "nouvelle ligne",
      unknown: (code) => `caractère U+${code}`,
    },
  },

  files: {
    sizes: { lang: "fr", one: "octet", units: ["octets", "Ko", "Mo", "Go"] },
    download: "Télécharger",
    downloadOf: (name) => `Télécharger ${name}`,
    stop: "Arrêter",
    stopOf: (name) => `Arrêter de récupérer ${name}`,
    getting: (name) => `Récupération de ${name}`,
    progress: (done, whole) => `Récupération · ${done} sur ${whole}`,
    unlocking: "Déverrouillage",
    paused: "En pause, hors ligne",
    notAsSent:
      "Ce fichier n’est pas tel qu’il a été envoyé. Rien n’a été enregistré. Prévenez la personne qui vous l’a envoyé.",
    gone: "Ce fichier n’est plus disponible\u00a0: le message a pris fin.",
    failed: "Ce fichier n’a pas pu être ouvert. Réessayez.",
  },

  times: {
    until: (weekday, day, clock) => `${weekday} ${day} à ${clock}`,
    sentToday: (clock) => `Envoyé aujourd’hui à ${clock}`,
    sentYesterday: (clock) => `Envoyé hier à ${clock}`,
    sentOn: (weekday, day, clock) => `Envoyé ${weekday} ${day} à ${clock}`,
  },
};

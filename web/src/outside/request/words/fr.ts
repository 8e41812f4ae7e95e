/** What the page that answers a request says, in French: polite, with the hard spaces that its marks want. */
import { counting } from "../../words/counting.ts";
import type { RequestTexts } from "./en.ts";

const seconds = counting("fr")("seconde", "secondes");
const more = counting("fr")("autre personne", "autres personnes");

const only = (name: string, others: number): string =>
  `Personne ne peut le lire, sauf ${name}${others === 0 ? "" : ` et ${more(others)}`}.`;

export const fr: RequestTexts = {
  title: "Une demande pour vous – Waxpost",
  waiting: "La demande arrive",
  whatIsIt:
    "Quelqu’un vous a demandé quelque chose de confidentiel. Cette page verrouille sur votre appareil ce que vous " +
    "saisissez, avant l’envoi. Le serveur entre vous n’a que la réponse verrouillée et ne peut pas la lire. " +
    "Vous n’avez pas besoin de compte, et rien n’est gardé ici.",
  asks: (name, title) => `${name} vous demande\u00a0: ${title}`,
  reply: (name, title) => `Répondre à ${name}${title === null ? "" : `\u00a0: ${title}`}`,
  note: "Sa note",
  message: "Message",
  files: "Fichiers",
  optional: "(facultatif)",
  show: "Afficher",
  hide: "Masquer",
  generate: "Générer un mot de passe",
  addFiles: "Choisir des fichiers",
  addMore: "En ajouter un autre",
  limits: (each, all) => `Jusqu’à ${each} chacun, ${all} en tout.`,
  remove: (file) => `Retirer ${file}`,
  readers: (name, others) => `Personne ne peut lire votre réponse, sauf ${name} et ${more(others)} de son choix.`,
  noted: only,
  send: (name) => `Envoyer à ${name}`,
  tryAgain: "Réessayer",
  empty: "Il n’y a encore rien à envoyer. Remplissez un champ ou ajoutez un fichier.",
  really: (name) => `Cela vient-il vraiment de ${name}\u00a0?`,
  compare: (name, others) =>
    `Demandez à ${name} de vous lire ces huit mots. Si tous correspondent, votre réponse va à ${name}${others === 0 ? "" : `, à ${more(others)}`} et à personne d’autre.`,
  words: "Huit mots",
  closes: (at) => `Ouverte jusqu’au ${at}.`,
  noAccount: "Vous n’avez pas besoin de compte.",
  locked: "Verrouillé sur votre appareil avant l’envoi.",
  elsewhere: (addr, name) =>
    `Le serveur dit que cette demande vient de ${addr}. Ne répondez pas avant d’avoir interrogé ${name}.`,
  steps: {
    work: "Préparation",
    workHint: "Votre appareil fait d’abord un petit calcul, pour qu’aucun programme ne puisse inonder cette page.",
    files: "Envoi des fichiers",
    locking: "Verrouillage",
    posting: "Envoi",
  },
  file: {
    waiting: "En attente",
    encrypting: "Verrouillage",
    uploading: (done, all) => `${done} sur ${all} envoyés`,
    ready: "Verrouillé et envoyé",
    paused: "En pause, hors ligne. L’envoi reprendra de lui-même.",
    empty: (file) => `${file} est vide.`,
    large: (file, limit) => `${file} est trop volumineux. La limite est de ${limit} par fichier.`,
    many: (file, limit) => `${file} n’a pas été ajouté. Au plus ${limit} fichiers peuvent être envoyés.`,
    together: (limit) => `Ces fichiers sont trop volumineux ensemble. La limite est de ${limit}.`,
  },
  trouble: {
    offline: "Le serveur n’a pas répondu. Rien n’est perdu\u00a0: vérifiez votre connexion et réessayez.",
    unsure: "Le serveur n’a pas répondu. Rien n’est perdu\u00a0: réessayez, et exactement la même chose sera envoyée.",
    late: "Cela a pris trop de temps. Rien n’est perdu\u00a0: réessayez.",
    "too-long": "C’est trop long. Raccourcissez le texte, ou envoyez-le sous forme de fichier.",
    lock: "Cela n’a pas pu être verrouillé sur votre appareil. Réessayez.",
    busy: (count) => `D’autres sont en train de répondre. Réessayez dans ${seconds(count)}.`,
    wait: (count) => `Trop d’essais. Attendez ${seconds(count)}.`,
    file: (file) => `${file} n’a pas été envoyé. Réessayez, ou retirez-le.`,
    over: (name) =>
      `Cette demande a pris fin entre-temps\u00a0: elle a reçu une réponse, a été fermée ou a expiré. Demandez-en une nouvelle à ${name}. Ce que vous avez saisi est encore ici.`,
  },
  sent: { title: "Envoyé", text: (name, others) => `${only(name, others)} Vous pouvez fermer cette page.` },
  ended: {
    incomplete: { title: "Ce lien n’est pas complet", text: "Copiez le lien entier, avec la partie après #." },
    gone: {
      title: "Cette demande n’est plus ouverte",
      text: "Elle a peut-être reçu une réponse, été fermée ou expiré. Demandez un nouveau lien à la personne qui vous l’a envoyé.",
    },
    swapped: {
      title: "Ne répondez pas ici",
      text: "Le serveur a donné une autre clé que celle du lien\u00a0: quelqu’un d’autre aurait pu lire votre réponse. Rien n’a été envoyé. Prévenez la personne qui vous a envoyé le lien.",
    },
    damaged: {
      title: "Cette demande n’a pas pu être ouverte",
      text: "Elle n’est pas telle qu’elle a été faite. Rien n’a été envoyé. Prévenez la personne qui vous a envoyé le lien.",
    },
    newer: {
      title: "Cette demande a besoin d’une page plus récente",
      text: "Chargez ce lien à nouveau. Si cela ne suffit pas, prévenez la personne qui vous l’a envoyé.",
    },
    left: {
      title: "Cette page est fermée",
      text: "Ce que vous avez saisi n’est plus ici. Pour répondre, ouvrez à nouveau le lien que vous avez reçu.",
    },
    unreached: {
      title: "La demande n’a pas pu être atteinte",
      text: "Le serveur n’a pas répondu. Vérifiez votre connexion et réessayez.",
    },
  },
};

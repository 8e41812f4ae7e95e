/**
 * The uploads of this tab that no message has taken yet. Ending a session asks for them; what seals and sends files is not
 * loaded for that.
 */

/** `cancel` ends when the server was told, or did not answer. */
interface Unclaimed {
  cancel(): Promise<void>;
}

/** Each from its beginning until it is claimed or given up. */
export const unclaimed = new Set<Unclaimed>();

/** Give up all of this tab, while the session that may say so to the server still lasts. */
export async function cancelUploads(): Promise<void> {
  await Promise.all([...unclaimed].map((upload) => upload.cancel()));
}

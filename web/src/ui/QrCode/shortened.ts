/** A link with a key for eyes: id and key are cut in the middle, the key apart from the rest. */
export function shortened(url: string): { address: string; key: string } {
  const [whole = "", key = ""] = url.replace(/^https?:\/\//, "").split("#");
  const at = whole.lastIndexOf("/") + 1;
  const address = `${whole.slice(0, at)}${whole.slice(at, at + 4)}…`;
  return { address, key: key === "" ? "" : `#${key.slice(0, 8)}…${key.slice(-8)}` };
}

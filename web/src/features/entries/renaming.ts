/** Where an entry lies once the folder `from`, in which it is or which is above its own, is called `to`. */
export function renamed(folder: string, from: string, to: string): string {
  return `${to}${folder.slice(from.length)}`;
}

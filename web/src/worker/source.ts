// A piece of a file of this computer, read into one buffer again and again: new memory costs more than the reading.
import type { Fill } from "../crypto/attachment.ts";
import { Trouble } from "./problems.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The readers that are in use. Chromium collects one that only its own pending read leads to, and what waits for that read
 * then waits for ever: seen with version 156, and more often the busier a machine is.
 */
const inUse = new Set<object>();

/** Read all of `slice` in order, as `act` asks for it. A file may vanish or change while it is read: `file-changed`. */
export async function reading<Value>(slice: Blob, act: (fill: Fill) => Promise<Value>): Promise<Value> {
  const reader = byteReader(slice);
  if (reader === null) return act(piecesOf(slice));
  inUse.add(reader);
  try {
    return await act((into) => told(filled(reader, into)));
  } finally {
    inUse.delete(reader);
    // Whatever has not been read is let go with what the browser holds for it, at once and not when it is collected.
    void reader.cancel().catch(() => undefined);
  }
}

/** Null in a browser that only gives pieces of its own making. */
function byteReader(slice: Blob): ReadableStreamBYOBReader | null {
  try {
    return slice.stream().getReader({ mode: "byob" });
  } catch {
    return null;
  }
}

async function filled(reader: ReadableStreamBYOBReader, into: Bytes): Promise<Bytes> {
  const { byteOffset, length } = into;
  let buffer = into.buffer;
  for (let got = 0; got < length;) {
    const { value, done } = await reader.read(new Uint8Array(buffer, byteOffset + got, length - got));
    if (done) throw new Error("the file has become shorter");
    got += value.length;
    buffer = value.buffer;
  }
  return new Uint8Array(buffer, byteOffset, length);
}

function piecesOf(slice: Blob): Fill {
  let at = 0;
  return async ({ length }) => {
    const bytes = await told(slice.slice(at, at + length).arrayBuffer());
    at += length;
    if (bytes.byteLength !== length) throw changed();
    return new Uint8Array(bytes);
  };
}

/** Whether it vanished or changed makes no difference to what the person can do. */
async function told<Value>(read: Promise<Value>): Promise<Value> {
  try {
    return await read;
  } catch {
    throw changed();
  }
}

const changed = () => new Trouble("file-changed", "the file was changed or removed while it was read");

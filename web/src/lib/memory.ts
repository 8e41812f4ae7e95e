/**
 * Give the memory of a buffer back at once: a file that goes by leaves many, and they pile up until the browser collects what
 * nobody uses. Handing it to somebody who has gone is the one way that really frees what a browser has made: after
 * `ArrayBuffer.transfer` Chromium still holds the bytes, and no longer counts them.
 */
export function release(buffer: ArrayBuffer): void {
  if (buffer.byteLength > 0) nobody().postMessage(null, [buffer]);
}

let closed: MessagePort | null = null;

function nobody(): MessagePort {
  if (closed === null) {
    const { port1, port2 } = new MessageChannel();
    port2.close();
    closed = port1;
  }
  return closed;
}

// Tables of RFC 4180, as browsers and password managers export them.
//
// Written here and not taken from a library: those that exist guess separators, start workers of their own or build
// functions from text, and none can be stopped at a number of rows. Cells are text: a formula stays what it is.
import { ROWS_MOST, Unreadable } from "./found.ts";

export interface Row {
  /** From 1; the first row names the columns. */
  readonly number: number;
  readonly cells: readonly string[];
}

/** All rows; lines with nothing in them are none. A quotation mark that is never closed makes the table `damaged`. */
export function readTable(text: string): Row[] {
  const rows: Row[] = [];
  const cells = new Cells(text);
  while (!cells.isAtEnd) {
    const row = cells.row();
    // The names of the columns, and one more to see that there are too many.
    if (rows.length > ROWS_MOST) throw new Unreadable("too-many");
    if (row.length > 1 || row[0] !== "") rows.push({ number: cells.rowsRead, cells: row });
  }
  return rows;
}

const PLAIN_END = /[,\r\n]/g;

class Cells {
  readonly #text: string;
  #at = 0;
  rowsRead = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  row(): string[] {
    const cells: string[] = [];
    this.rowsRead++;
    do cells.push(this.#cell());
    while (this.#takes(","));
    if (this.#takes("\r")) this.#takes("\n");
    else if (!this.isAtEnd && !this.#takes("\n")) throw new Unreadable("damaged");
    return cells;
  }

  #cell(): string {
    return this.#takes('"') ? this.#quoted() : this.#plain();
  }

  #plain(): string {
    PLAIN_END.lastIndex = this.#at;
    const end = PLAIN_END.exec(this.#text)?.index ?? this.#text.length;
    const cell = this.#text.slice(this.#at, end);
    this.#at = end;
    return cell;
  }

  #quoted(): string {
    const pieces: string[] = [];
    for (;;) {
      const end = this.#text.indexOf('"', this.#at);
      if (end === -1) throw new Unreadable("damaged");
      pieces.push(this.#text.slice(this.#at, end));
      this.#at = end + 1;
      if (!this.#takes('"')) return pieces.join("");
      pieces.push('"');
    }
  }

  #takes(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }
}

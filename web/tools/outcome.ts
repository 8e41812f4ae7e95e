/** Runs one of the checks beside this file, for the tests of the checks themselves. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface Outcome {
  /** Of the process: 0 when nothing was found. */
  readonly status: number;
  readonly output: string;
}

/** How a check ends, and what it says, over this folder. */
export function outcomeOf(check: string, folder: string): Outcome {
  const path = fileURLToPath(new URL(check, import.meta.url));
  try {
    return { status: 0, output: execFileSync(process.execPath, [path, folder], { encoding: "utf8", stdio: "pipe" }) };
  } catch (failure) {
    const { status, stdout, stderr } = failure as { status: number; stdout: string; stderr: string };
    return { status, output: stdout + stderr };
  }
}

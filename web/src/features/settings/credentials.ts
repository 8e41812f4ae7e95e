/** Changing what opens the account: what the worker prepared goes out, and counts only after it opened again. */
import { bodyOf, http, writable } from "../../api/client.ts";
import { isProblem, sentenceOf } from "../../api/problems.ts";
import { keyring } from "../../keys/keyring.ts";
import type { CredentialsBody } from "../../worker/shapes.ts";

export async function credentialsVersion(): Promise<number> {
  return (await bodyOf(http.GET("/v1/credentials"))).cred_ver;
}

export async function putCredentials(body: CredentialsBody): Promise<void> {
  await bodyOf(http.PUT("/v1/credentials", { body: writable(body) }));
  const { slot_password } = await bodyOf(http.GET("/v1/credentials"));
  await keyring().confirmCredentials(slot_password, null);
}

/** The password that was asked again is wrong. */
export function isWrongPassword(problem: unknown): boolean {
  return isProblem(problem, "sign-in-failed");
}

export function credentialsSentence(problem: unknown): string {
  if (isProblem(problem, "credentials-changed"))
    return "Password or kit were changed on another device just now. Close this and try again.";
  return sentenceOf(problem);
}

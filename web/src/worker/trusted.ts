// The one script that a page of an outsider may start as a worker, past its Trusted Types.
interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL: (input: string) => string },
  ): { createScriptURL(input: string): unknown };
}

/** Made once: a page may not make two policies of one name. */
let allowed: string | null = null;

/** `scriptUrl` through the policy `waxpost-worker`, which lets no other through. */
export function trustedScript(scriptUrl: string): string {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  if (factory === undefined) return scriptUrl;
  allowed ??= factory
    .createPolicy("waxpost-worker", {
      createScriptURL: (input) => {
        if (input !== scriptUrl) throw new TypeError("another script than our worker");
        return input;
      },
      // The type of `Worker` does not know trusted URLs yet.
    })
    .createScriptURL(scriptUrl) as string;
  return allowed;
}

/**
 * The page's Trusted Types. Without them the browser refuses text that could become code.
 *
 * The default policy lets through text that holds no markup at all: Mantine sets the text of its `<style>` element in that
 * way. Anything with a `<` is refused, and nothing may become a script or a script's address.
 */

interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createHTML: (text: string) => string; createScript: () => null; createScriptURL: () => null },
  ): unknown;
}

/** Text without `<` makes text nodes only, whatever element it is set on. */
export function textOnly(text: string): string {
  if (text.includes("<")) throw new TypeError("Markup from text is refused.");
  return text;
}

/** Once per page; browsers without Trusted Types have nothing to install. */
export function installTextOnlyPolicy(
  scope: { trustedTypes?: PolicyFactory } = globalThis as { trustedTypes?: PolicyFactory },
): void {
  scope.trustedTypes?.createPolicy("default", {
    createHTML: textOnly,
    createScript: () => null,
    createScriptURL: () => null,
  });
}

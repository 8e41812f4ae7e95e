/**
 * After the build: ties both pages to their files by their hashes, preloads the one font that the first screen needs, and puts
 * a compressed copy (`.br`, `.gz`) beside every text file, so that the server never compresses while answering.
 */
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = process.argv[2] ?? fileURLToPath(new URL("../dist", import.meta.url));
const TEXT = /\.(js|css|html|svg|json|webmanifest)$/;

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else yield path;
  }
}

function withIntegrity(html) {
  return html.replace(
    /<(script|link)\b([^>]*?)(src|href)="(\/assets\/[^"]+\.(?:js|css))"([^>]*)>/g,
    (tag, name, before, attribute, url, after) => {
      const digest = createHash("sha384")
        .update(readFileSync(join(dist, url)))
        .digest("base64");
      return `<${name}${before}${attribute}="${url}" integrity="sha384-${digest}"${after}>`;
    },
  );
}

function withFont(html) {
  const font = readdirSync(join(dist, "assets")).find((name) => /^inter-latin-wght-normal-.*\.woff2$/.test(name));
  if (font === undefined) throw new Error("The font of the first screen is missing from the build.");
  return html.replace(
    "</head>",
    `  <link rel="preload" as="font" type="font/woff2" href="/assets/${font}" crossorigin>\n  </head>`,
  );
}

const [page, link] = ["index.html", "link.html"].map((name) => join(dist, name));
const html = withFont(withIntegrity(readFileSync(page, "utf8")));
if (!html.includes("__NONCE__")) throw new Error("The page has lost the place of its nonce.");
writeFileSync(page, html);
writeFileSync(link, withFont(withIntegrity(readFileSync(link, "utf8"))));

let count = 0;
for (const path of [...files(dist)]) {
  // The page itself differs in every answer: its nonce. That of links is small.
  if (!TEXT.test(path) || path === page || path === link) continue;
  const bytes = readFileSync(path);
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  count += 1;
}
process.stdout.write(`Compressed ${count} files.\n`);

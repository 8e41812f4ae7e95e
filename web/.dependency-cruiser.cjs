/** The import rules of the browser client. `tools/check-rules.mjs` runs them and fails when nothing was looked at. */
const ladder = [
  "(app|outside)",
  "features",
  "(mailbox|credentials|entries|files|items|writing)",
  "session",
  "(keys|transfers|live)",
  "(api|worker)",
  "importing",
  "crypto",
  "lib",
];

/** A folder may import its own rung's files and lower rungs, never a higher one. */
const upward = ladder.slice(1).map((rung, i) => ({
  name: `no-upward-from-${rung.replace(/^\W+|\W+$/g, "").replace(/\W+/g, "-")}`,
  severity: "error",
  from: { path: `^src/${rung}/` },
  to: { path: `^src/(main\\.tsx|(${ladder.slice(0, i + 1).join("|")})/)` },
}));

module.exports = {
  forbidden: [
    ...upward,
    {
      name: "features-do-not-meet",
      severity: "error",
      from: { path: "^src/features/([^/]+)/" },
      to: { path: "^src/features/", pathNot: "^src/features/$1/" },
    },
    {
      name: "the-outsiders-page-is-its-own",
      severity: "error",
      comment: "Somebody with a link has no account: no session, no keys, and nothing of Mantine.",
      from: { path: "^src/outside/" },
      to: { path: "^(src/(app|session|keys|live|features/(?!messages/MarkdownText))/|node_modules/@mantine/)" },
    },
    {
      name: "nobody-needs-the-outsiders-page",
      severity: "error",
      from: { path: "^src/(?!outside/)" },
      to: { path: "^src/outside/" },
    },
    {
      name: "views-only-show",
      severity: "error",
      comment: "A view draws what its feature's state module gives it: no fetch, no keys, no ciphertext.",
      from: {
        path: "^src/(features|credentials|entries|files|items|writing|outside)/.+\\.tsx$",
        pathNot: "(\\.test|outside/main)\\.tsx$",
      },
      to: { path: "^src/(api|worker|crypto|keys|transfers|live|session)/" },
    },
    {
      name: "crypto-runs-in-the-worker",
      severity: "error",
      from: {
        path: "^src/",
        pathNot:
          "^src/(crypto/|importing/|worker/(?!(client|calls|door|protocol|shapes|entryprotocol|importprotocol|linkprotocol|pdfprotocol|outsideclient|outsideprotocol|requestprotocol|answerclient|answerprotocol)\\.ts))",
      },
      to: { path: "^src/crypto/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "the-worker-has-one-door",
      severity: "error",
      comment: "A page that imported the worker's own files would carry the cryptography into its bundle.",
      from: { path: "^src/(?!worker/)" },
      to: {
        path: "^src/worker/",
        pathNot:
          "^src/worker/(client|calls|protocol|shapes|entryprotocol|importprotocol|linkprotocol|pdfprotocol|outsideclient|outsideprotocol|requestprotocol|answerclient|answerprotocol)\\.ts$",
      },
    },
    {
      name: "files-of-others-are-read-in-the-worker",
      severity: "error",
      comment: "What stands in the file of another program never reaches the page.",
      from: { path: "^src/(?!(worker|importing)/)" },
      to: { path: "^src/importing/" },
    },
    {
      name: "crypto-is-pure",
      severity: "error",
      from: { path: "^src/crypto/", pathNot: "\\.test\\.ts$" },
      to: { pathNot: "^(src/crypto/|node_modules/(age-encryption|jose|hash-wasm|@noble|@scure)/)" },
    },
    {
      name: "ui-knows-no-domain",
      severity: "error",
      from: { path: "^src/ui/" },
      to: { path: "^src/", pathNot: "^src/(ui|lib)/" },
    },
    {
      name: "keys-and-transfers-and-live-do-not-meet",
      severity: "error",
      from: { path: "^src/(keys|transfers|live)/" },
      to: { path: "^src/(keys|transfers|live)/", pathNot: "^src/$1/" },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, pathNot: "(\\.d\\.ts|schema\\.gen\\.ts|(crypto|pdf|outside|answer)\\.worker\\.ts)$" },
      to: {},
    },
    {
      name: "nothing-unresolved",
      severity: "error",
      comment: "A module that cannot be found is a module whose rules were not checked.",
      from: {},
      to: { couldNotResolve: true, pathNot: "[?]|^virtual:tokens" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.app.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "browser", "default", "types"] },
  },
};

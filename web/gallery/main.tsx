/** Shows the scene named in the address: `/?scene=inbox&scheme=dark`. Without a name, a list of all. */
// First, so that the styles of our own components come after those of the library.
import "../src/ui/theme/styles.css";
import { createRoot } from "react-dom/client";
import { Providers } from "../src/app/Providers.tsx";
import { shareNonce } from "../src/app/nonce.ts";
import { installTextOnlyPolicy } from "../src/app/trusted.ts";
import { SCENES } from "./scenes.tsx";

installTextOnlyPolicy();
shareNonce();

const wanted = new URLSearchParams(location.search);
const scene = SCENES[wanted.get("scene") ?? ""];
localStorage.setItem("mantine-color-scheme-value", wanted.get("scheme") ?? "light");
const density = wanted.get("density");
if (density !== null) document.documentElement.dataset["density"] = density;

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no place for the gallery.");

createRoot(root).render(
  <Providers navigate={() => undefined} unread={4}>
    {scene === undefined ? (
      <ul>
        {Object.keys(SCENES).map((name) => (
          <li key={name}>
            <a href={`/?scene=${name}`}>{name}</a>
          </li>
        ))}
      </ul>
    ) : (
      scene()
    )}
  </Providers>,
);

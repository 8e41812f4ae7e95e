/** The real tools of the generator: passwords from the worker, zxcvbn, and settings kept until the account is locked, templates in My entries. */
import { QueryObserver, useQueryClient } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { ENTRIES_KEY, change } from "../entries/saving.ts";
import { keyring } from "../keys/keyring.ts";
import { fetchEntries } from "../keys/vault.ts";
import { judgePassword } from "../lib/strength.ts";
import { wordList } from "../lib/wordlists.ts";
import { FIRST_REMEMBERED } from "./model.ts";
import type { GeneratorTools, Remembered, Template, TemplateTools } from "./model.ts";
import { JUDGED } from "./useScore.ts";

const KEY = ["password generator"];

export function useGeneratorTools(): GeneratorTools {
  // It ends with the lock: every unlocked account has its own.
  const client = useQueryClient();
  return useMemo(() => {
    client.setQueryDefaults(KEY, { gcTime: Infinity });
    return {
      generate: async (settings, count) =>
        keyring().generatePasswords(
          settings,
          count,
          settings.mode === "passphrase" ? await wordList(settings.language) : [],
        ),
      judge: async (text) => (await judgePassword(Array.from(text).slice(0, JUDGED).join(""), [])).score,
      recall: () => client.getQueryData<Remembered>(KEY) ?? FIRST_REMEMBERED,
      remember: (remembered) => void client.setQueryData(KEY, remembered),
      templates: templateTools(client),
    };
  }, [client]);
}

function templateTools(client: QueryClient): TemplateTools {
  return {
    watch: (show) => {
      const observer = new QueryObserver(client, { queryKey: [...ENTRIES_KEY, "templates"], queryFn: listTemplates });
      const shown = ({ data }: { data: readonly Template[] | undefined }) => {
        if (data !== undefined) show(data);
      };
      shown(observer.getCurrentResult());
      return observer.subscribe(shown);
    },
    save: (title, settings) => change(client, () => keyring().saveGeneratorTemplate(title, settings)),
    rename: (id, title) => change(client, () => keyring().renameGeneratorTemplate(id, title)),
    remove: (id) => change(client, () => keyring().removeGeneratorTemplate(id)),
  };
}

async function listTemplates(): Promise<readonly Template[]> {
  await fetchEntries();
  return keyring().generatorTemplates();
}

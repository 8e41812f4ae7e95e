/** The real tools of the generator: passwords from the worker, zxcvbn, and settings kept until the account is locked. */
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { keyring } from "../keys/keyring.ts";
import { judgePassword } from "../lib/strength.ts";
import { wordList } from "../lib/wordlists.ts";
import { FIRST_REMEMBERED } from "./model.ts";
import type { GeneratorTools, Remembered } from "./model.ts";
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
    };
  }, [client]);
}

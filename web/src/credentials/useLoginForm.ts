/** State of the credentials form: what is typed, how strong the password is, where it came from. */
import { useEffect, useState } from "react";
import { EMPTY_LOGIN, loginErrors } from "./model.ts";
import type { GeneratorTools, Login, Score } from "./model.ts";

export interface LoginForm {
  readonly login: Login;
  readonly errors: { title?: string };
  /** null while nothing is typed, or it is judged. */
  readonly score: Score | null;
  readonly bits: number | null;
  change: (change: Partial<Login>) => void;
  /** A password from the generator. */
  take: (password: string, bits: number) => void;
  /** Whether all is well; otherwise the errors are shown. */
  check: () => boolean;
}

export function useLoginForm(begin: Login | null, tools: GeneratorTools): LoginForm {
  const [login, setLogin] = useState<Login>(begin ?? EMPTY_LOGIN);
  const [errors, setErrors] = useState<LoginForm["errors"]>({});
  const [judged, setJudged] = useState<{ password: string; score: Score } | null>(null);
  const [made, setMade] = useState<{ password: string; bits: number } | null>(null);
  const { password } = login;
  useEffect(() => {
    let isCurrent = true;
    if (password === "") return undefined;
    tools.judge(password).then(
      (score) => isCurrent && setJudged({ password, score }),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [tools, password]);
  const change = (part: Partial<Login>) => {
    setLogin((before) => ({ ...before, ...part }));
    setErrors({});
  };
  return {
    ...{ login, errors, change },
    score: judged?.password === password ? judged.score : null,
    bits: made?.password === password ? made.bits : null,
    take: (next, bits) => {
      change({ password: next });
      setMade({ password: next, bits });
    },
    check: () => {
      const found = loginErrors(login);
      setErrors(found);
      return Object.keys(found).length === 0;
    },
  };
}

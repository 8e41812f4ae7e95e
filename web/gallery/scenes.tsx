/** Every view with sample data, by name. */
import type { ReactNode } from "react";
import { ACCOUNTS } from "./scenes/accounts.tsx";
import { ADMIN } from "./scenes/admin.tsx";
import { CREDENTIALS } from "./scenes/credentials.tsx";
import { DIRECTORY } from "./scenes/directory.tsx";
import { MAILBOX, WRITING } from "./scenes/mailbox.tsx";
import { SETTINGS } from "./scenes/settings.tsx";

export const SCENES: Record<string, () => ReactNode> = {
  ...MAILBOX,
  ...WRITING,
  ...CREDENTIALS,
  ...ACCOUNTS,
  ...DIRECTORY,
  ...SETTINGS,
  ...ADMIN,
};

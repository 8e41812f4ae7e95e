/** Opened by an http address other than this computer: browsers give such a page no cryptography. It says where to go. */
import { Anchor, Code, Title } from "@mantine/core";
import { CenterCard } from "../ui/CenterCard/CenterCard.tsx";
import { usePageTitle } from "../ui/Page/Page.tsx";

interface InsecureOriginViewProps {
  /** The address that was opened. */
  here: string;
  /** The address that this server is meant to be opened by, when it says so. */
  baseUrl: string | null;
}

/** Whether an address gives the page what it needs. */
export function isUsable(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

export function InsecureOriginView({ here, baseUrl }: InsecureOriginViewProps) {
  usePageTitle("Use another address", { error: true });
  const better = baseUrl !== null && isUsable(baseUrl) ? baseUrl : null;
  const { host } = new URL(here);
  return (
    <CenterCard host={host}>
      <Title order={1} size="h2" mb="sm">
        Use another address
      </Title>
      <p>
        You opened Waxpost by <Code>{`http://${host}`}</Code>. Browsers let a page lock and unlock messages only over
        https, or on the computer that the server runs on.
      </p>
      {better === null ? (
        <p>
          Open it by an https address, or by <Code>http://localhost</Code> on the server itself. If there is no https
          address yet, ask the person who runs this server to set one up.
        </p>
      ) : (
        <p>
          Open <Anchor href={better}>{better}</Anchor> instead.
        </p>
      )}
    </CenterCard>
  );
}

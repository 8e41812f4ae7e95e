/** Opened by an http address other than this computer: browsers give such a page no cryptography. It says where to go. */
import { Anchor, Code, Title } from "@mantine/core";
import { CenterCard } from "../ui/CenterCard/CenterCard.tsx";
import { usePageTitle } from "../ui/Page/Page.tsx";

interface InsecureOriginViewProps {
  /** The address that was opened. */
  here: string;
  /** The address that this server is meant to be opened by, when it says so. */
  baseUrl: string | null;
  /** Path and what follows it: the better address leads to the same page. */
  page?: string;
}

export function InsecureOriginView({ here, baseUrl, page = "/" }: InsecureOriginViewProps) {
  usePageTitle("Use another address", { error: true });
  // An address of the server's own machine is of no use to somebody elsewhere.
  const better = baseUrl?.startsWith("https:") === true ? baseUrl : null;
  const { host, port } = new URL(here);
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
          Open it by an https address, or by <Code>{`http://localhost${port === "" ? "" : `:${port}`}`}</Code> on the
          server itself. If there is no https address yet, ask the person who runs this server to set one up.
        </p>
      ) : (
        <p>
          Open <Anchor href={new URL(page, better).href}>{better}</Anchor> instead.
        </p>
      )}
    </CenterCard>
  );
}

/** *Add credentials* with the real generator: loaded when it is first opened. */
import { CredentialsView } from "./CredentialsView.tsx";
import type { CredentialsViewProps } from "./CredentialsView.tsx";
import { useGeneratorTools } from "./useGeneratorTools.ts";

export default function CredentialsDialog(props: Omit<CredentialsViewProps, "tools">) {
  const tools = useGeneratorTools();
  return <CredentialsView {...props} tools={tools} />;
}

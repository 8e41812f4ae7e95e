/** The password generator as a page of its own: what it made is copied, or saved as a new entry. */
import { useState } from "react";
import { GeneratorPanel } from "../../../credentials/GeneratorPanel.tsx";
import { useGeneratorTools } from "../../../credentials/useGeneratorTools.ts";
import { EntryFormDialog } from "../../../entries/form/EntryFormDialog.tsx";
import { useTypes } from "../../../entries/listing.ts";
import { useNavigateTo } from "../../../ui/Link/Link.tsx";
import { PageBody } from "../../../ui/PageBody/PageBody.tsx";
import { addressOf } from "../model.ts";

export default function GeneratorPage() {
  const navigate = useNavigateTo();
  const tools = useGeneratorTools();
  const types = useTypes();
  // It never stands in an address: nothing keeps it but this page and the form over it.
  const [password, setPassword] = useState<string | null>(null);
  return (
    <PageBody title="Password generator" narrow>
      <GeneratorPanel tools={tools} onSelect={setPassword} onClose={null} />
      {password !== null && types.length > 0 && (
        <EntryFormDialog
          types={types}
          entry={null}
          password={password}
          onSaved={(id) => navigate(addressOf({ list: "all" }, id))}
          onClose={() => setPassword(null)}
        />
      )}
    </PageBody>
  );
}

/** State of the saved settings of the generator: which there are, which one is in use, and naming one. */
import { useEffect, useState } from "react";
import { toast } from "../ui/toasts/toasts.tsx";
import type { GeneratorSettings, GeneratorTools, Template } from "./model.ts";

/** What a name is being typed for: the present settings, or a template that gets another name. */
export interface Naming {
  readonly template: Template | null;
  readonly title: string;
  readonly error: string | null;
}

export interface TemplatesState {
  /** By title; empty until they are there. */
  readonly templates: readonly Template[];
  /** The chosen one, as long as the settings are still its own. */
  readonly current: Template | null;
  readonly naming: Naming | null;
  /** Whether saving under the typed name takes the place of another template. */
  readonly isReplacing: boolean;
  use: (id: string) => void;
  beginSaving: () => void;
  beginRenaming: (template: Template) => void;
  type: (title: string) => void;
  cancel: () => void;
  submit: () => void;
  remove: (template: Template) => void;
}

const NOT_SAVED = "This was not saved. Try again.";

export function useTemplates(
  { templates: kept }: GeneratorTools,
  settings: GeneratorSettings,
  onUse: (settings: GeneratorSettings) => void,
): TemplatesState {
  // Without them the generator works all the same; saving says what is wrong.
  const [templates, setTemplates] = useState<readonly Template[]>([]);
  useEffect(() => kept.watch(setTemplates), [kept]);
  const [chosen, setChosen] = useState<string | null>(null);
  const [naming, setNaming] = useState<Naming | null>(null);
  const title = naming?.title.trim() ?? "";
  const other = templates.find((one) => one.title === title && one.id !== naming?.template?.id);
  const store = async (template: Template | null) => {
    if (template !== null) await kept.rename(template.id, title);
    else setChosen(await kept.save(title, settings));
    setNaming(null);
  };
  const submit = ({ template }: Naming) => {
    const fail = (error: string) => setNaming((before) => before && { ...before, error });
    if (title === "") fail("Enter a name");
    else if (template !== null && other !== undefined) fail("Choose another name. A template has this one.");
    else store(template).catch(() => fail("Not saved. Choose another name, or try again."));
  };
  const use = (id: string) => {
    setChosen(id);
    const template = templates.find((one) => one.id === id);
    if (template !== undefined) onUse(template.settings);
  };
  const isSame = (one: Template) => one.id === chosen && sorted(one.settings) === sorted(settings);
  return {
    ...{ templates, naming, use },
    current: templates.find(isSame) ?? null,
    isReplacing: naming?.template === null && other !== undefined,
    beginSaving: () => setNaming({ template: null, title: "", error: null }),
    beginRenaming: (template) => setNaming({ template, title: template.title, error: null }),
    type: (typed) => setNaming((before) => before && { ...before, title: typed, error: null }),
    cancel: () => setNaming(null),
    submit: () => naming !== null && submit(naming),
    remove: (template) => void remove(kept, template).catch(failed),
  };
}

async function remove(kept: GeneratorTools["templates"], { id, title, settings }: Template): Promise<void> {
  await kept.remove(id);
  const undo = () => void kept.save(title, settings).catch(failed);
  toast({ message: `Template “${title}” deleted`, action: { label: "Undo", run: undo }, stays: 10_000 });
}

function failed(): void {
  toast({ message: NOT_SAVED });
}

/** The same for the same settings, in whatever order their members come. */
function sorted(settings: GeneratorSettings): string {
  return JSON.stringify(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));
}

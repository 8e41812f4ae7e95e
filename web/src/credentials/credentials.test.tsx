import { configure, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { show } from "../ui/testing/show.tsx";
import { CredentialsView } from "./CredentialsView.tsx";
import { FIRST_REMEMBERED, itemOf, loginOf } from "./model.ts";
import type { DraftItem, GeneratorSettings, GeneratorTools, Remembered, Template, TemplateTools } from "./model.ts";

/** Templates kept in memory. */
function sampleTemplates(...titles: string[]): TemplateTools & { list: () => readonly Template[] } {
  const settings = { ...FIRST_REMEMBERED.settings.pin, length: 8 };
  let kept: readonly Template[] = titles.map((title) => ({ id: title, title, settings }));
  let shown: (templates: readonly Template[]) => void = () => undefined;
  const keep = (next: readonly Template[]) => {
    kept = next;
    shown(kept);
    return Promise.resolve();
  };
  return {
    list: () => kept,
    watch: (show) => {
      shown = show;
      show(kept);
      return () => undefined;
    },
    save: async (title, next) => {
      await keep([...kept.filter((one) => one.title !== title), { id: title, title, settings: next }]);
      return title;
    },
    rename: (id, title) => keep(kept.map((one) => (one.id === id ? { ...one, title } : one))),
    remove: (id) => keep(kept.filter((one) => one.id !== id)),
  };
}

/** Candidates that tell their settings, and what was asked. */
function sampleTools(
  templates = sampleTemplates(),
): GeneratorTools & { asked: GeneratorSettings[]; templates: ReturnType<typeof sampleTemplates> } {
  let kept: Remembered = FIRST_REMEMBERED;
  let round = 0;
  const asked: GeneratorSettings[] = [];
  return {
    asked,
    templates,
    generate: (settings, count) => {
      asked.push(settings);
      if (settings.mode === "pin" && settings.length > 12)
        return Promise.resolve({ reason: "range", sentence: "Choose a length from 4 to 12." });
      round += 1;
      const texts = Array.from({ length: count }, (_, at) => `${settings.mode}-${round}-${at + 1}`);
      return Promise.resolve({ texts, bits: 124.9 });
    },
    judge: () => Promise.resolve(4),
    recall: () => kept,
    remember: (next) => {
      kept = next;
    },
  };
}

function dialog(item: DraftItem | null = null, tools = sampleTools()) {
  const onAdd = vi.fn();
  const onClose = vi.fn();
  const shown = show(<CredentialsView item={item} tools={tools} onAdd={onAdd} onClose={onClose} />);
  return { ...shown, tools, onAdd, onClose };
}

const panel = () => screen.findByRole("region", { name: "Password generator" });
const candidates = () => screen.findAllByRole("radio", { name: /^Candidate/ });

describe("add credentials", () => {
  it("goes from a title to an added password with Ctrl+G, Enter and Enter", async () => {
    const { person, onAdd } = dialog();
    await waitFor(() => expect(screen.getByRole("textbox", { name: "Title" })).toHaveFocus());
    await person.keyboard("Datadog");
    await person.keyboard("{Control>}g{/Control}");
    await waitFor(() => expect(screen.getByRole("radio", { name: "Candidate 1 of 6, very strong" })).toHaveFocus());
    await person.keyboard("{Enter}");
    await waitFor(() => expect(screen.getByRole("button", { name: "Add" })).toHaveFocus());
    expect(screen.queryByRole("region", { name: "Password generator" })).not.toBeInTheDocument();
    expect(onAdd).not.toHaveBeenCalled();
    await person.keyboard("{Enter}");
    const fields = [{ f: "password", value: "random-1-1" }];
    expect(onAdd).toHaveBeenCalledExactlyOnceWith({ kind: "login", from: "new", title: "Datadog", fields }, false);
  });

  it("keeps the password covered until it is asked for, and says how strong it is", async () => {
    const { person } = dialog();
    const field = screen.getByLabelText("Password");
    await person.type(field, "copper meadow");
    expect(field).toHaveAttribute("type", "password");
    expect(await screen.findByText("Very strong")).toBeVisible();
    expect(screen.getByText("13 characters")).toBeVisible();
    await person.click(screen.getByRole("button", { name: "Show password" }));
    expect(field).toHaveAttribute("type", "text");
    expect(screen.getByRole("button", { name: "Show password", pressed: true })).toBeVisible();
  });

  it("asks for a title", async () => {
    const { person, onAdd } = dialog();
    await person.click(screen.getByRole("button", { name: "Add" }));
    expect(screen.getByText("Enter a title")).toBeVisible();
    expect(onAdd).not.toHaveBeenCalled();
  });

  it("edits what was added before", async () => {
    const item = itemOf({
      title: "Bastion",
      username: "root",
      password: "x1",
      website: "https://b.example",
      note: "n",
    });
    expect(itemOf(loginOf(item))).toEqual(item);
    const { person, onAdd } = dialog(item);
    await person.clear(screen.getByRole("textbox", { name: "Username" }));
    await person.click(screen.getByRole("button", { name: "Save" }));
    const fields = item.fields.filter(({ f }) => f !== "username");
    expect(onAdd).toHaveBeenCalledWith({ ...item, fields }, false);
  });

  it("keeps a copy only when that is asked for", async () => {
    const { person, onAdd } = dialog();
    await person.type(screen.getByRole("textbox", { name: "Title" }), "Datadog");
    await person.click(screen.getByRole("checkbox", { name: "Keep a copy in My entries" }));
    await person.click(screen.getByRole("button", { name: "Add" }));
    expect(onAdd).toHaveBeenCalledWith(expect.objectContaining({ title: "Datadog" }), true);
  });
});

async function opened(tools = sampleTools()) {
  const shown = dialog(null, tools);
  await shown.person.click(screen.getByRole("button", { name: "More for the password" }));
  await shown.person.click(await screen.findByRole("menuitem", { name: /Password generator/ }));
  await candidates();
  return shown;
}

describe("the password generator", () => {
  it("shows six, spells out the chosen one, and fills in the one that is picked", async () => {
    const { person } = await opened();
    expect(await candidates()).toHaveLength(6);
    expect(screen.getByText(/romeo, alfa, november, delta, oscar, mike, dash, one, dash, one$/)).toBeVisible();
    await person.click((await candidates())[2] as HTMLElement);
    expect(screen.getByText(/dash, three$/)).toBeVisible();
    await person.click(screen.getByRole("button", { name: "Select" }));
    expect(screen.getByLabelText("Password")).toHaveValue("random-1-3");
    expect(screen.getByText("124 bits")).toBeVisible();
  });

  it("makes new ones when asked and when a setting changes", async () => {
    const { person, tools } = await opened();
    await person.click(screen.getByRole("button", { name: "Generate" }));
    await waitFor(() => expect(tools.asked).toHaveLength(2));
    await person.click(screen.getByRole("checkbox", { name: "Digits" }));
    await waitFor(() => expect(tools.asked).toHaveLength(3));
    const last = tools.asked.at(-1);
    expect(last?.mode === "random" && last.kinds.map(({ kind }) => kind)).toEqual(["capitals", "small", "symbols"]);
    await person.selectOptions(screen.getByRole("combobox", { name: "How many to show" }), "30");
    await waitFor(() => expect(screen.getAllByTestId("candidate")).toHaveLength(30));
  });

  it("says why settings are impossible, and has nothing to select then", async () => {
    const { person } = await opened();
    await person.click(screen.getByRole("radio", { name: "PIN" }));
    const length = within(await panel()).getByRole("textbox", { name: "Length, number" });
    await person.clear(length);
    await person.type(length, "40");
    expect(await screen.findByText("Choose a length from 4 to 12.")).toBeVisible();
    expect(screen.getByRole("button", { name: "Select" })).toBeDisabled();
  });

  it("keeps settings and recent patterns for the next time", async () => {
    const tools = sampleTools();
    const { person, unmount } = await opened(tools);
    await person.click(screen.getByRole("radio", { name: "Pattern" }));
    const field = await screen.findByRole("textbox", { name: "Pattern" });
    await person.clear(field);
    await person.type(field, "uuu-ddd");
    await waitFor(() => expect(tools.asked.at(-1)).toEqual({ mode: "pattern", pattern: "uuu-ddd", shuffle: false }));
    await waitFor(() => expect(screen.getByRole("button", { name: "Select" })).toBeEnabled());
    await person.click(screen.getByRole("button", { name: "Select" }));
    unmount();
    await opened(tools);
    expect(screen.getByRole("radio", { name: "Pattern" })).toBeChecked();
    expect(screen.getByRole("textbox", { name: "Pattern" })).toHaveValue("uuu-ddd");
    expect(tools.recall().patterns).toEqual(["uuu-ddd"]);
  });
});

describe("templates of the generator", () => {
  const choice = () => screen.findByRole("combobox", { name: "Template" });

  it("are not there before one was saved, and then are chosen by their name", async () => {
    const { person, tools } = await opened();
    expect(screen.queryByRole("combobox", { name: "Template" })).not.toBeInTheDocument();
    await person.click(screen.getByRole("radio", { name: "PIN" }));
    await person.click(screen.getByRole("button", { name: "Save settings as template" }));
    await person.click(screen.getByRole("button", { name: "Save" }));
    expect(screen.getByText("Enter a name")).toBeVisible();
    await person.type(screen.getByRole("textbox", { name: "Name of the template" }), "Doors{Enter}");
    expect(await choice()).toHaveDisplayValue("Doors");
    expect(tools.templates.list()).toEqual([{ id: "Doors", title: "Doors", settings: FIRST_REMEMBERED.settings.pin }]);
  });

  it("bring their mode and settings, and are left when a setting changes", async () => {
    const { person, tools } = await opened(sampleTools(sampleTemplates("Doors")));
    await person.selectOptions(await choice(), "Doors");
    expect(screen.getByRole("radio", { name: "PIN" })).toBeChecked();
    await waitFor(() => expect(tools.asked.at(-1)).toMatchObject({ mode: "pin", length: 8 }));
    expect(await choice()).toHaveDisplayValue("Doors");
    await person.click(screen.getByRole("radio", { name: "Hex" }));
    expect(await choice()).toHaveDisplayValue("Settings of your own");
  });

  it("are replaced, renamed and deleted by name", async () => {
    const { person, tools } = await opened(sampleTools(sampleTemplates("Doors", "Gates")));
    await person.click(screen.getByRole("button", { name: "Save settings as template" }));
    await person.type(screen.getByRole("textbox", { name: "Name of the template" }), "Gates");
    await person.click(screen.getByRole("button", { name: "Replace" }));
    await waitFor(async () => expect(await choice()).toHaveDisplayValue("Gates"));
    expect(tools.templates.list().map(({ settings }) => settings.mode)).toEqual(["pin", "random"]);

    const act = async (name: string) => {
      await person.click(screen.getByRole("button", { name: "Actions for Gates" }));
      await person.click(await screen.findByRole("menuitem", { name }));
    };
    await act("Rename");
    const field = screen.getByRole("textbox", { name: "New name of “Gates”" });
    await person.clear(field);
    await person.type(field, "Doors{Enter}");
    expect(screen.getByText("Choose another name. A template has this one.")).toBeVisible();
    await person.click(within(await panel()).getByRole("button", { name: "Cancel" }));
    await act("Delete");
    await waitFor(() => expect(screen.queryByRole("option", { name: "Gates" })).not.toBeInTheDocument());
    expect(tools.templates.list()).toHaveLength(1);
  });
});

// Dialogs of this size are slow to look through in a simulated page, the more so on a busy machine.
configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 60_000 });

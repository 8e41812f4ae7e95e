/** State of the dialog for one group. A group that changed meanwhile is shown with my edit on top, never overwritten. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { isProblem, sentenceOf } from "../../api/problems.ts";
import { toast } from "../../ui/toasts/toasts.tsx";
import type { GroupDialogProps } from "./GroupDialog.tsx";
import { difference, peopleOf, rebased, whatChanged } from "./groupEditing.ts";
import type { Edited } from "./groupEditing.ts";
import { findMembers, loadGroup, makeGroup, saveGroup } from "./groupSaving.ts";
import type { LoadedGroup } from "./groupSaving.ts";

const EMPTY: Edited = { name: "", members: [] };
const MOST_MEMBERS = 1_000;

function makeId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
}

/** What the dialog holds, filled with the group once it is there. */
function useGroupState(gid: string | null) {
  const [base, setBase] = useState<LoadedGroup | null>(null);
  const [edited, setEdited] = useState(EMPTY);
  const [errors, setErrors] = useState<GroupDialogProps["errors"]>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(gid !== null);
  useEffect(() => {
    if (gid === null) return undefined;
    let isCurrent = true;
    loadGroup(gid)
      .then((group) => {
        if (!isCurrent) return;
        setBase(group);
        // What was typed while the group was on its way stays.
        setEdited((typed) => rebased(difference(EMPTY, typed), group));
        setBusy(false);
      })
      .catch((failure: unknown) => {
        if (isCurrent) setProblem(sentenceOf(failure));
      });
    return () => {
      isCurrent = false;
    };
  }, [gid]);
  /** Somebody else was faster: show the group as it is now, with my edit on top. */
  const meet = (before: LoadedGroup, wanted: Edited, fresh: LoadedGroup | null) => {
    if (fresh === null) {
      setProblem("Somebody deleted this group meanwhile. Close this to go on.");
      return;
    }
    const changed = whatChanged(before, fresh) ?? "it was saved";
    setBase(fresh);
    setEdited(rebased(difference(before, wanted), fresh));
    setProblem(`Somebody changed this group meanwhile: ${changed}. Look at it and save again.`);
  };
  return { base, edited, setEdited, errors, setErrors, problem, setProblem, busy, setBusy, meet };
}

/** Save what was typed: `submit` checks it first and says what is wrong beside the field or above the form. */
function useGroupSaving(state: ReturnType<typeof useGroupState>, onClose: () => void) {
  const client = useQueryClient();
  const [newId] = useState(makeId);
  const { base, edited, setErrors, setProblem, setBusy, meet } = state;
  const save = async (wanted: Edited) => {
    if (base === null) await makeGroup(newId, wanted);
    else {
      const outcome = await saveGroup(base, wanted);
      if (!outcome.done) {
        meet(base, wanted, outcome.fresh);
        return;
      }
    }
    toast({ message: base === null ? `${wanted.name} is there` : `${wanted.name} is saved` });
    onClose();
  };
  return async () => {
    const wanted = { name: edited.name.trim().normalize("NFC"), members: edited.members };
    setProblem(null);
    if (wanted.name === "") setErrors({ name: "Enter a name" });
    else if (wanted.members.length > MOST_MEMBERS) setProblem("A group can have 1,000 people. Remove some to save.");
    else {
      setBusy(true);
      try {
        await save(wanted);
      } catch (failure) {
        if (isProblem(failure, "group-name-taken")) setErrors({ name: "Another group has this name" });
        else setProblem(sentenceOf(failure));
      }
      setBusy(false);
      for (const list of ["admin", "groups", "group"]) void client.invalidateQueries({ queryKey: [list] });
    }
  };
}

/** `gid` null makes a new group. */
export function useGroupDialog(gid: string | null, onClose: () => void): Omit<GroupDialogProps, "opened"> {
  const state = useGroupState(gid);
  const submit = useGroupSaving(state, onClose);
  const { edited, setEdited, errors, setErrors, problem, busy } = state;
  return {
    isNew: gid === null,
    name: edited.name,
    members: [...edited.members],
    onChange: ({ name, members }) => {
      setErrors({});
      setEdited((now) => ({
        name: name ?? now.name,
        members: members === undefined ? now.members : peopleOf(members),
      }));
    },
    search: findMembers,
    ...{ errors, problem, busy, onClose },
    onSubmit: () => {
      if (!busy) void submit();
    },
  };
}

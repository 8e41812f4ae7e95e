/** People, groups and the check of a key. */
import type { ReactNode } from "react";
import { GroupView, GroupsView } from "../../src/features/directory/GroupsView.tsx";
import { KeyCheckView } from "../../src/features/directory/KeyCheckView.tsx";
import { PeopleView } from "../../src/features/directory/PeopleView.tsx";
import { completeSample } from "../compose.tsx";
import { GROUPS, PEOPLE, WORDS } from "../organisation.ts";
import { JONAS } from "../people.ts";
import { Frame, nothing } from "./Frame.tsx";

const jonas = PEOPLE.find((person) => person.addr === JONAS.addr) ?? null;

export const DIRECTORY: Record<string, () => ReactNode> = {
  people: () => (
    <Frame path="/people">
      <PeopleView
        state="ready"
        people={PEOPLE}
        typed=""
        onTyped={nothing}
        onWrite={nothing}
        onMore={nothing}
        onRetry={nothing}
      />
    </Frame>
  ),
  groups: () => (
    <Frame path="/people/groups">
      <GroupsView state="ready" groups={GROUPS} onMore={null} onRetry={nothing} />
    </Frame>
  ),
  group: () => (
    <Frame path="/people/groups/x">
      <GroupView state="ready" name="Platform team" people={PEOPLE.slice(0, 5)} onWrite={nothing} onRetry={nothing} />
    </Frame>
  ),
  "key-check": () => (
    <Frame path="/people/x/check">
      <KeyCheckView
        person={jonas}
        myWords={WORDS}
        complete={completeSample}
        onCheck={() => Promise.resolve(false)}
        triesLeft={3}
        onReport={nothing}
        reported={false}
        matched={false}
        onClose={nothing}
      />
    </Frame>
  ),
  "key-matched": () => (
    <Frame path="/people/x/check">
      <KeyCheckView
        person={jonas}
        myWords={WORDS}
        complete={completeSample}
        onCheck={() => Promise.resolve(true)}
        triesLeft={3}
        onReport={nothing}
        reported={false}
        matched
        onClose={nothing}
      />
    </Frame>
  ),
};

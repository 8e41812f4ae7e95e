/** Who reads the answers: the asker alone, or people and groups as well, with whatever has to be looked at first. */
import { NativeSelect } from "@mantine/core";
import { PeoplePicker } from "../../ui/PeoplePicker/PeoplePicker.tsx";
import { HoldPanel } from "../../writing/readers/Holds.tsx";
import { holdKey } from "../../writing/readers/model.ts";
import { ReadersLine } from "../../writing/readers/ReadersLine.tsx";
import type { NewRequestState } from "./useNewRequest.ts";
import classes from "./requests.module.css";

type AnswersGoToProps = Pick<NewRequestState, "request" | "errors" | "readers" | "onChange">;

const ONLY_ME = "me";
const OTHERS = "others";

export function AnswersGoTo({ request, errors, readers, onChange }: AnswersGoToProps) {
  const { isShared } = request;
  return (
    <div className={classes.group}>
      <NativeSelect
        label="Answers go to"
        description={
          isShared
            ? "Each gets a locked message from you with the key, and copies of their own."
            : "Or people and groups as well, so that nobody has to wait for you."
        }
        inputWrapperOrder={["label", "input", "description"]}
        value={isShared ? OTHERS : ONLY_ME}
        onChange={(event) => onChange({ isShared: event.currentTarget.value === OTHERS })}
        data={[
          { value: ONLY_ME, label: "Only me" },
          { value: OTHERS, label: "Me and others" },
        ]}
      />
      {isShared && <Others {...{ request, errors, readers, onChange }} />}
    </div>
  );
}

function Others({ request, errors, readers, onChange }: AnswersGoToProps) {
  const { audience, holds, actions, search } = readers;
  const summary = audience === null ? "" : `${audience.count} readers, ${audience.leftOutCount} left out.`;
  return (
    <>
      <PeoplePicker
        label="Me and"
        value={request.readers}
        onChange={(chosen) => onChange({ readers: chosen })}
        search={search}
        placeholder="Add people or groups"
        placeholderMore="Add more"
        error={errors.readers}
        summary={summary}
      />
      {audience !== null && audience.count + audience.leftOutCount > 0 && (
        <ReadersLine audience={audience} may="read the answers as well" />
      )}
      {holds.map((hold) => (
        <HoldPanel key={holdKey(hold)} hold={hold} actions={actions} />
      ))}
    </>
  );
}

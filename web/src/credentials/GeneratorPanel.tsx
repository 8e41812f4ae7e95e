/** The password generator, beside a form or on a page of its own: a mode, its settings, candidates, and taking one. */
import { Button, CloseButton, NativeSelect, SegmentedControl } from "@mantine/core";
import { IconBookmark, IconCheck, IconCopy, IconRefresh } from "@tabler/icons-react";
import { copySecret } from "../ui/clipboard/clipboard.ts";
import { CandidateList } from "./CandidateList.tsx";
import { MODES } from "./model.ts";
import type { GeneratorTools } from "./model.ts";
import { ModeFields } from "./ModeFields.tsx";
import { TemplateChoice, TemplateSaving } from "./Templates.tsx";
import { useGenerator } from "./useGenerator.ts";
import { useTemplates } from "./useTemplates.ts";
import classes from "./credentials.module.css";

interface GeneratorPanelProps {
  tools: GeneratorTools;
  /** A password and the exact entropy of its settings. */
  onSelect: (password: string, bits: number) => void;
  /** null: it is a page, under the heading of that; what it made is copied or saved. */
  onClose: (() => void) | null;
}

const SHOWN = [1, 3, 6, 10, 20, 30];

interface PickingProps {
  isPage: boolean;
  show: number;
  onShow: (show: number) => void;
  onAgain: () => void;
}

function Picking(props: PickingProps) {
  // Right below the heading of the page, or that of the panel.
  const Heading = props.isPage ? "h2" : "h3";
  return (
    <div className={classes.pick}>
      <Heading>Pick one</Heading>
      <span className={classes.hint}>Made on this device, never sent</span>
      <NativeSelect
        aria-label="How many to show"
        size="xs"
        value={String(props.show)}
        data={SHOWN.map((count) => ({ value: String(count), label: `Show ${count}` }))}
        onChange={(event) => props.onShow(Number(event.currentTarget.value))}
      />
      <Button variant="default" leftSection={<IconRefresh size={16} stroke={1.75} />} onClick={props.onAgain}>
        Generate
      </Button>
    </div>
  );
}

interface TakingProps {
  isPage: boolean;
  disabled: boolean;
  onCopy: () => void;
  onSelect: () => void;
}

function Taking({ isPage, disabled, onCopy, onSelect }: TakingProps) {
  const Sign = isPage ? IconBookmark : IconCheck;
  return (
    <>
      {isPage && (
        <Button
          variant="default"
          leftSection={<IconCopy size={17} stroke={1.75} />}
          disabled={disabled}
          onClick={onCopy}
        >
          Copy
        </Button>
      )}
      <Button
        leftSection={<Sign size={17} stroke={isPage ? 1.75 : 2} />}
        disabled={disabled}
        onClick={onSelect}
        data-testid="select"
      >
        {isPage ? "Save as entry" : "Select"}
      </Button>
    </>
  );
}

export function GeneratorPanel({ tools, onSelect, onClose }: GeneratorPanelProps) {
  const generator = useGenerator(tools);
  const { made, remembered } = generator;
  const templates = useTemplates(tools, generator.settings, generator.use);
  const candidates = made !== null && "texts" in made ? made : null;
  const isPage = onClose === null;
  const take = (give: (password: string, bits: number) => void) => {
    const password = generator.take();
    if (password !== null && candidates !== null) give(password, candidates.bits);
  };
  const select = () => take(onSelect);
  return (
    <section className={classes.panel} data-page={isPage || undefined} aria-label="Password generator">
      <div className={classes.panelHead}>
        {!isPage && <h2>Password generator</h2>}
        <TemplateChoice state={templates} />
        {!isPage && <CloseButton aria-label="Close the generator" onClick={onClose} />}
      </div>
      <div className={classes.panelBody}>
        <SegmentedControl
          fullWidth
          aria-label="Mode"
          value={remembered.mode}
          data={MODES}
          onChange={(mode) => generator.setMode(mode)}
          className={classes.modes ?? ""}
        />
        <ModeFields settings={generator.settings} onChange={generator.change} recent={remembered.patterns} />
        <Picking isPage={isPage} show={remembered.show} onShow={generator.setShow} onAgain={generator.again} />
        {candidates !== null && (
          <CandidateList
            made={candidates}
            chosen={generator.chosen}
            takesFocus={!isPage}
            onChoose={generator.choose}
            onSelect={select}
          />
        )}
        {made !== null && "sentence" in made && (
          <p className={classes.impossible} role="alert">
            {made.sentence}
          </p>
        )}
      </div>
      <div className={classes.foot}>
        <TemplateSaving state={templates} />
        <Taking
          isPage={isPage}
          disabled={candidates === null}
          onCopy={() => take((password) => void copySecret(password, "Password"))}
          onSelect={select}
        />
      </div>
    </section>
  );
}

/** The password generator beside the form: a mode, its settings, candidates, and Select. */
import { Button, CloseButton, NativeSelect, SegmentedControl } from "@mantine/core";
import { IconCheck, IconRefresh } from "@tabler/icons-react";
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
  onClose: () => void;
}

const SHOWN = [1, 3, 6, 10, 20, 30];

function Picking(props: { show: number; onShow: (show: number) => void; onAgain: () => void }) {
  return (
    <div className={classes.pick}>
      <h3>Pick one</h3>
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

export function GeneratorPanel({ tools, onSelect, onClose }: GeneratorPanelProps) {
  const generator = useGenerator(tools);
  const { made, remembered } = generator;
  const templates = useTemplates(tools, generator.settings, generator.use);
  const candidates = made !== null && "texts" in made ? made : null;
  const select = () => {
    const password = generator.take();
    if (password !== null && candidates !== null) onSelect(password, candidates.bits);
  };
  return (
    <section className={classes.panel} aria-label="Password generator">
      <div className={classes.panelHead}>
        <h2>Password generator</h2>
        <TemplateChoice state={templates} />
        <CloseButton aria-label="Close the generator" onClick={onClose} />
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
        <Picking show={remembered.show} onShow={generator.setShow} onAgain={generator.again} />
        {candidates !== null && (
          <CandidateList made={candidates} chosen={generator.chosen} onChoose={generator.choose} onSelect={select} />
        )}
        {made !== null && "sentence" in made && (
          <p className={classes.impossible} role="alert">
            {made.sentence}
          </p>
        )}
      </div>
      <div className={classes.foot}>
        <TemplateSaving state={templates} />
        <Button
          leftSection={<IconCheck size={17} stroke={2} />}
          disabled={candidates === null}
          onClick={select}
          data-testid="select"
        >
          Select
        </Button>
      </div>
    </section>
  );
}

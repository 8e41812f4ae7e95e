/** Settings, Security: the ways in, where I am signed in, my key, and whose keys I checked. */
import type { ReactNode } from "react";
import { Anchor, Badge, Button, Switch } from "@mantine/core";
import {
  IconCircleCheckFilled,
  IconDeviceLaptop,
  IconLifebuoy,
  IconLockOpen,
  IconPassword,
  IconTerminal2,
  IconUsers,
} from "@tabler/icons-react";
import { agoTime } from "../../lib/dates.ts";
import { Avatar } from "../../ui/Avatar/Avatar.tsx";
import { CopyButton } from "../../ui/CopyButton/CopyButton.tsx";
import { Link } from "../../ui/Link/Link.tsx";
import { MyWords } from "../../ui/MyWords/MyWords.tsx";
import { Columns, PageBody, Section } from "../../ui/PageBody/PageBody.tsx";
import { QrCode } from "../../ui/QrCode/QrCode.tsx";
import { Row, Rows } from "../../ui/Rows/Rows.tsx";
import { SkeletonRows } from "../../ui/States/States.tsx";
import { Waiting } from "./Waiting.tsx";
import classes from "./settings.module.css";

export interface SessionRow {
  id: string;
  label: string;
  client: "browser" | "cli";
  network: string;
  seenAt: Date;
  current: boolean;
}

export interface CheckedPerson {
  id: string;
  name: string;
  addr: string;
  newKey: boolean;
}

export interface SecurityViewProps {
  now: Date;
  /** null while loading. */
  sessions: SessionRow[] | "failed" | null;
  onRetrySessions: () => void;
  onEndSession: (session: SessionRow) => void;
  onEndOthers: () => void;
  onChangePassword: () => void;
  onNewKit: () => void;
  stayUnlocked: boolean;
  /** False when the organisation does not allow it. */
  mayStayUnlocked: boolean;
  onStayUnlocked: (stay: boolean) => void;
  /** From the own key on this device, never from the server. */
  key_: { words: readonly string[]; qr: string } | null;
  checked: CheckedPerson[] | "failed" | null;
  onRetryChecked: () => void;
  /** How many people there are besides me; null when that is not known. */
  people: number | null;
  mail: ReactNode;
}

const ICON = { size: 18, stroke: 1.75 };

function WaysIn({ onChangePassword, onNewKit, stayUnlocked, mayStayUnlocked, onStayUnlocked }: SecurityViewProps) {
  return (
    <Section title="Password and recovery">
      <Rows label="Password and recovery">
        <Row
          tile
          lead={<IconPassword {...ICON} />}
          title="Password"
          text="Signs in and unlocks. Changing it keeps your key."
          end={
            <Button variant="default" size="xs" onClick={onChangePassword} aria-label="Change password">
              Change
            </Button>
          }
        />
        <Row
          tile
          lead={<IconLifebuoy {...ICON} />}
          title="Recovery kit"
          text="A new kit voids the old one. It keeps your key."
          end={
            <Button variant="default" size="xs" onClick={onNewKit}>
              Make a new kit
            </Button>
          }
        />
        <Row
          tile
          lead={<IconLockOpen {...ICON} />}
          title="Stay unlocked on this device until it locks"
          text={
            mayStayUnlocked
              ? "Survives a reload. Locking, signing out and being idle end it."
              : "Your organisation does not allow it: a reload locks."
          }
          end={
            <Switch
              aria-label="Stay unlocked on this device until it locks"
              checked={stayUnlocked}
              disabled={!mayStayUnlocked}
              onChange={(event) => onStayUnlocked(event.currentTarget.checked)}
            />
          }
        />
      </Rows>
    </Section>
  );
}

function Sessions({ sessions, now, onEndSession, onEndOthers, onRetrySessions }: SecurityViewProps) {
  const listed = sessions === null || sessions === "failed" ? null : sessions;
  const others = listed?.some((session) => !session.current) === true;
  return (
    <Section
      title="Where you are signed in"
      end={
        others && (
          <Anchor component="button" type="button" className={classes.danger} onClick={onEndOthers}>
            Sign out everywhere else
          </Anchor>
        )
      }
    >
      {listed === null ? (
        <Waiting failed={sessions === "failed"} label="Loading sessions" onRetry={onRetrySessions} />
      ) : (
        <Rows label="Where you are signed in">
          {listed.map((session) => (
            <Row
              key={session.id}
              tile
              lead={session.client === "cli" ? <IconTerminal2 {...ICON} /> : <IconDeviceLaptop {...ICON} />}
              title={
                <>
                  {session.label}
                  {session.current && <Badge color="ink">This device</Badge>}
                </>
              }
              text={`${session.network}, ${session.current ? "active now" : agoTime(session.seenAt, now).toLowerCase()}`}
              end={
                session.current ? undefined : (
                  <Button
                    variant="default"
                    size="xs"
                    aria-label={`Sign out ${session.label}`}
                    onClick={() => onEndSession(session)}
                  >
                    Sign out
                  </Button>
                )
              }
            />
          ))}
        </Rows>
      )}
    </Section>
  );
}

function YourKey({ key_ }: SecurityViewProps) {
  return (
    <Section title="Your key">
      {key_ === null ? (
        <SkeletonRows count={2} label="Loading your key" />
      ) : (
        <div className={classes.card}>
          <p>
            These eight words stand for your key. Read all eight to a colleague, who types them. If all match, nobody is
            in between.
          </p>
          <div className={classes.key}>
            <span className={classes.qr}>
              <QrCode value={key_.qr} label="Your key as a QR code" size={124} />
            </span>
            <MyWords words={key_.words} />
          </div>
          <div className={classes.buttons}>
            <Button component={Link} href="/people" leftSection={<IconUsers {...ICON} />}>
              Check someone’s key
            </Button>
            <CopyButton value={key_.words.join(" ")} />
          </div>
        </div>
      )}
    </Section>
  );
}

function Checked({ checked, people, onRetryChecked }: SecurityViewProps) {
  const listed = checked === null || checked === "failed" ? null : checked;
  return (
    <Section
      title="People you checked"
      end={listed !== null && people !== null && `${listed.filter((one) => !one.newKey).length} of ${people}`}
    >
      {listed === null && <Waiting failed={checked === "failed"} label="Loading people" onRetry={onRetryChecked} />}
      {listed?.length === 0 && <p className={classes.none}>Nobody yet. It takes two minutes on the phone.</p>}
      {listed !== null && listed.length > 0 && (
        <Rows label="People you checked">
          {listed.map((person) => (
            <Row
              key={person.id}
              lead={<Avatar name={person.name} tint={person.addr} />}
              title={person.name}
              text={person.newKey ? "New key, check again" : person.addr}
              {...(person.newKey ? { textTone: "warn" as const } : {})}
              end={
                person.newKey ? (
                  <Button component={Link} href={`/people/${person.id}/check`} variant="default" size="xs">
                    Check
                  </Button>
                ) : (
                  <IconCircleCheckFilled size={18} color="var(--sp-ok)" aria-label="Checked by you" />
                )
              }
            />
          ))}
        </Rows>
      )}
    </Section>
  );
}

export function SecurityView(props: SecurityViewProps) {
  return (
    <PageBody title="Security">
      <Columns
        main={
          <>
            <WaysIn {...props} />
            {props.mail}
            <Sessions {...props} />
          </>
        }
        side={
          <>
            <YourKey {...props} />
            <Checked {...props} />
          </>
        }
      />
    </PageBody>
  );
}

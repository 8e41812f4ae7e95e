/**
 * The frame of the signed-in app: rail, section navigation and the page; on a phone a bar at the bottom.
 *
 * The frame knows no product words: whoever uses it names the places.
 */
import { IconMenu2 } from "@tabler/icons-react";
import { Suspense, createContext, use, useState } from "react";
import type { ReactNode } from "react";
import { BlueDot } from "../BlueDot/BlueDot.tsx";
import { IconButton } from "../IconButton/IconButton.tsx";
import { Link } from "../Link/Link.tsx";
import { Logo } from "../Logo/Logo.tsx";
import classes from "./AppFrame.module.css";
import { later } from "../later/later.ts";

export interface Place {
  label: string;
  href: string;
  icon: ReactNode;
  active: boolean;
  /** Something unread is there. */
  dot?: boolean;
  /** What a screen reader says instead of the label, such as "Messages, 4 unread". */
  name?: string;
}

interface AppFrameProps {
  home: { href: string; name: string };
  /** Upper part of the rail. */
  places: Place[];
  /** Lower part of the rail, directly above the avatar. */
  lastPlace: Place;
  /** The avatar with its menu, for the rail. */
  account: ReactNode;
  /** The same for the bar of a phone. */
  phoneAccount: ReactNode;
  /** Pages of the current area; null when it has a single page. */
  nav: { label: string; content: ReactNode } | null;
  /** Skip links: where the parts of this page begin. */
  skips: { label: string; target: string }[];
  /** One item fills the screen of a phone: the bar at the bottom makes room for it. */
  filled?: boolean;
  /** The other ways to begin something, where the section navigation has no room of its own. */
  besideNew?: ReactNode;
  children: ReactNode;
}

// Right after the page: only a press opens it.
const NavDrawer = later(async () => ({ default: (await import("./NavDrawer.tsx")).NavDrawer }));

const NavDrawerContext = createContext<(() => void) | null>(null);
const BesideNewContext = createContext<ReactNode>(null);

/** The other ways to begin something, to stand beside the button of the usual one. */
export function BesideNew() {
  return use(BesideNewContext);
}

/** Opens the section navigation where it has no room of its own; absent where there is nothing to open. */
export function NavButton() {
  const open = use(NavDrawerContext);
  if (open === null) return null;
  return (
    <span className={classes.navButton}>
      <IconButton label="Menu" onClick={open} icon={<IconMenu2 size={19} stroke={1.75} />} />
    </span>
  );
}

function PlaceLink({ place, className }: { place: Place; className: string | undefined }) {
  return (
    <Link
      href={place.href}
      className={className}
      aria-current={place.active ? "page" : undefined}
      aria-label={place.name}
    >
      <span className={classes.placeIcon}>
        {place.icon}
        {place.dot === true && <BlueDot corner />}
      </span>
      <span>{place.label}</span>
    </Link>
  );
}

function Rail({ home, places, lastPlace, account }: Pick<AppFrameProps, "home" | "places" | "lastPlace" | "account">) {
  return (
    <nav className={classes.rail} aria-label="Areas">
      <Link href={home.href} className={classes.home} aria-label={home.name}>
        <Logo size={36} />
      </Link>
      {places.map((place) => (
        <PlaceLink key={place.href} place={place} className={classes.place} />
      ))}
      <span className={classes.space} />
      <PlaceLink place={lastPlace} className={classes.place} />
      {account}
    </nav>
  );
}

export function AppFrame(props: AppFrameProps) {
  const { places, lastPlace, phoneAccount, nav, skips, children } = props;
  const [drawer, setDrawer] = useState(false);
  return (
    <NavDrawerContext value={nav === null ? null : () => setDrawer(true)}>
      <nav className={classes.skips} aria-label="Skip">
        {skips.map((skip) => (
          <a key={skip.target} href={`#${skip.target}`}>
            {skip.label}
          </a>
        ))}
      </nav>
      <div className={classes.frame} data-nav={nav !== null || undefined} data-filled={props.filled || undefined}>
        <Rail {...props} />
        {nav !== null && (
          <nav className={classes.nav} aria-label={nav.label}>
            {nav.content}
          </nav>
        )}
        <main className={classes.main}>
          <BesideNewContext value={props.besideNew}>{children}</BesideNewContext>
        </main>
        <nav className={classes.bar} aria-label="Areas">
          {[lastPlace, ...places].map((place) => (
            <PlaceLink key={place.href} place={place} className={classes.tab} />
          ))}
          {phoneAccount}
        </nav>
      </div>
      {nav !== null && (
        <Suspense>
          <NavDrawer opened={drawer} onClose={() => setDrawer(false)} title={nav.label}>
            {nav.content}
          </NavDrawer>
        </Suspense>
      )}
    </NavDrawerContext>
  );
}

/** The sign of a kind of entry, in its tile. */
import {
  IconBuildingBank,
  IconCertificate,
  IconCreditCard,
  IconDatabase,
  IconId,
  IconKey,
  IconLicense,
  IconListDetails,
  IconNote,
  IconTerminal2,
  IconWifi,
  IconWorld,
} from "@tabler/icons-react";
import classes from "./kinds.module.css";

const ICONS: Readonly<Record<string, typeof IconKey>> = {
  ...{ login: IconWorld, note: IconNote, "ssh-key": IconTerminal2, "api-key": IconKey, card: IconCreditCard },
  ...{ identity: IconId, bank: IconBuildingBank, wifi: IconWifi, database: IconDatabase },
  ...{ certificate: IconCertificate, licence: IconLicense },
};

export function KindTile({ kind, large = false }: { kind: string; large?: boolean }) {
  const Icon = ICONS[kind] ?? IconListDetails;
  return (
    <span className={classes.tile} data-large={large || undefined} aria-hidden="true">
      <Icon size={large ? 24 : 19} stroke={1.75} />
    </span>
  );
}

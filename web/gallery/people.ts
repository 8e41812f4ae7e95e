/** The sample organisation of the gallery and of the view tests: Halden Systems on Friday 20 Nov 2026, 14:32. */
import type { Someone } from "../src/mailbox/model.ts";

export const NOW = new Date(2026, 10, 20, 14, 32, 0);

const address = (name: string) =>
  `${name
    .normalize("NFD")
    .replace(/[^A-Za-z ]/g, "")
    .toLowerCase()
    .replace(" ", ".")}@halden.example`;

export const someone = (name: string): Someone & { name: string } => ({ name, addr: address(name) });

export const ELIN = someone("Elin Voss");
export const MAYA = someone("Maya Okafor");
export const JONAS = someone("Jonas Lindqvist");
export const PRIYA = someone("Priya Raman");
export const TOMAS = someone("Tomás Rivera");
export const SARA = someone("Sara Haddad");
export const WEI = someone("Wei Zhang");
export const INES = someone("Inès Castel");
export const NOAH = someone("Noah Becker");
export const HANA = someone("Hana Suzuki");
export const LIAM = someone("Liam Byrne");
export const RUTH = someone("Ruth Adeyemi");

export const PLATFORM = { gid: "AAAAAAAAAAAAAAAAAAAAAA", name: "Platform team" };
export const TEAM = [MAYA, JONAS, PRIYA, WEI, HANA, LIAM, NOAH, ELIN];

/** A time on a day before `NOW`. */
export function before(days: number, hour: number, minute: number): Date {
  return new Date(2026, 10, 20 - days, hour, minute, 0);
}

export function inHours(hours: number): Date {
  return new Date(NOW.getTime() + hours * 3_600_000);
}

/** The appearance chosen on this device. Nothing of it is sent anywhere. */
import { useLocalStorage } from "@mantine/hooks";
import { useMantineColorScheme } from "@mantine/core";
import { useEffect } from "react";
import type { Density, Scheme } from "./AppearanceView.tsx";

const KEY = "waxpost-density";

function isDensity(value: unknown): value is Density {
  return value === "comfortable" || value === "compact" || value === "spacious";
}

/** Puts the kept density on the page; called once at the start. */
export function applyDensity(): void {
  const kept = readDensity(localStorage.getItem(KEY));
  document.documentElement.dataset["density"] = kept;
}

/** What is kept, or the default where it is none of the three. */
export function readDensity(stored: string | null | undefined): Density {
  return isDensity(stored) ? stored : "comfortable";
}

export interface Appearance {
  scheme: Scheme;
  onScheme: (scheme: Scheme) => void;
  density: Density;
  onDensity: (density: Density) => void;
}

export function useAppearance(): Appearance {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [density, setDensity] = useLocalStorage<Density>({
    key: KEY,
    defaultValue: "comfortable",
    getInitialValueInEffect: false,
    serialize: (value) => value,
    deserialize: readDensity,
  });
  useEffect(() => {
    document.documentElement.dataset["density"] = density;
  }, [density]);
  return { scheme: colorScheme, onScheme: setColorScheme, density, onDensity: setDensity };
}

import { screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Switch } from "@mantine/core";
import { wantsToStay } from "../../session/staying.ts";
import { show } from "../../ui/testing/show.tsx";
import { toast } from "../../ui/toasts/toasts.tsx";
import { useStaying } from "./useStaying.ts";

const { worker } = vi.hoisted(() => ({ worker: { forgetDevice: vi.fn(), rememberDevice: vi.fn() } }));
vi.mock("../../keys/keyring.ts", () => ({ keyring: () => worker }));
vi.mock("../../ui/toasts/toasts.tsx", () => ({ toast: vi.fn() }));

function Staying() {
  const { stayUnlocked, onStayUnlocked } = useStaying(true);
  return (
    <Switch label="Stay" checked={stayUnlocked} onChange={(event) => onStayUnlocked(event.currentTarget.checked)} />
  );
}

/** The switch, pressed; its work ends when the test says so. */
async function pressed(verb: keyof typeof worker) {
  let end = () => {};
  let fail: (problem: Error) => void = () => {};
  worker[verb].mockReturnValueOnce(
    new Promise<void>((resolve, reject) => {
      end = resolve;
      fail = reject;
    }),
  );
  const { person } = show(<Staying />);
  const control = screen.getByRole("switch", { name: "Stay" });
  await person.click(control);
  expect(worker[verb]).toHaveBeenCalledOnce();
  return { control, end, fail };
}

afterEach(() => {
  vi.clearAllMocks();
  localStorage.clear();
});

describe("the switch for staying unlocked", () => {
  it("is off when the keys are gone from this device, and not before", async () => {
    const { control, end } = await pressed("forgetDevice");

    expect(control).toBeChecked();
    // A page that is loaded by now asks for the password, though.
    expect(wantsToStay()).toBe(false);

    end();
    await waitFor(() => expect(control).not.toBeChecked());
  });

  it("is on when the keys are kept on this device, and not before", async () => {
    localStorage.setItem("waxpost-stay-unlocked", "no");
    const { control, end } = await pressed("rememberDevice");

    expect(control).not.toBeChecked();

    end();
    await waitFor(() => expect(control).toBeChecked());
  });

  it("stays as it was when the keys could not be deleted, and says so", async () => {
    const { control, fail } = await pressed("forgetDevice");

    fail(new Error("the disk is full"));

    await waitFor(() => expect(toast).toHaveBeenCalledOnce());
    expect(control).toBeChecked();
    expect(wantsToStay()).toBe(true);
  });
});

// A link that is opened again where its page is open already: browsers do not load the page for it.
import { act, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { Route } from "wouter";
import { show } from "../ui/testing/show.tsx";
import { FirstStartRoute, JoinRoute } from "./flows.tsx";

const worker = vi.hoisted(() => ({ readStartCode: vi.fn(), readLink: vi.fn() }));
vi.mock("../keys/keyring.ts", () => ({ keyring: () => worker }));
vi.mock("../session/session.ts", () => ({ enterSignedIn: vi.fn() }));

/** As typed into the address bar. */
async function putBehind(code: string) {
  const heard = new Promise((resolve) => addEventListener("hashchange", resolve, { once: true }));
  await act(async () => {
    location.hash = code;
    await heard;
  });
}

it("takes the code of a start link out of the address at once, and begins with it", async () => {
  worker.readStartCode.mockRejectedValue(new Error("enough was seen"));
  history.replaceState(null, "", "/start?a=b");
  const { person } = show(<FirstStartRoute />);
  await person.type(screen.getByLabelText("Start code"), "AQTYPED");

  await putBehind("AQANOTHER");

  expect(location.href).toMatch(/\/start\?a=b$/);
  expect(screen.queryByLabelText("Start code")).toBeNull();
  await person.type(screen.getByLabelText("Organisation name"), "Halden");
  await person.click(screen.getByRole("button", { name: "Continue" }));
  expect(worker.readStartCode).toHaveBeenCalledExactlyOnceWith("AQANOTHER");
});

it("opens an invitation anew with the code that came later", async () => {
  worker.readLink.mockRejectedValue(new Error("enough was seen"));
  history.replaceState(null, "", "/join/one");
  show(<Route path="/join/:id" component={JoinRoute} />);
  await putBehind("AECUT");
  expect(worker.readLink).toHaveBeenLastCalledWith("invitation", "one", "AECUT");

  await putBehind("AEWHOLE");

  expect(location.href).toMatch(/\/join\/one$/);
  expect(worker.readLink).toHaveBeenLastCalledWith("invitation", "one", "AEWHOLE");
});

it("leaves the name of a folder where it is", async () => {
  history.replaceState(null, "", "/entries/folder#Servers");
  await putBehind("Old%20servers");
  expect(location.hash).toBe("#Old%20servers");
});

import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { submits } from "../submits.ts";
import { show } from "../testing/show.tsx";
import { PasswordField } from "./PasswordField.tsx";

function Asking({ error }: { error?: string }) {
  return (
    <form onSubmit={submits(() => undefined)} noValidate>
      <PasswordField
        label="Your password"
        value=""
        onChange={() => undefined}
        autoComplete="current-password"
        error={error}
      />
      <button type="submit">Go on</button>
    </form>
  );
}

test("a password that is missing says so to everybody, and takes the focus each time the form is sent", async () => {
  const { person, again } = show(<Asking />);
  const field = screen.getByLabelText("Your password");
  expect(field).not.toBeInvalid();
  again(<Asking error="Enter your password" />);

  expect(field).toBeInvalid();
  await person.click(screen.getByRole("button", { name: "Go on" }));
  await expect.poll(() => document.activeElement).toBe(field);
});

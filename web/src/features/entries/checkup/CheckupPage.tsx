/** The password check-up: which passwords to change, and why. It is made on this device. */
import { CheckupView } from "./CheckupView.tsx";
import { useCheckup } from "./useCheckup.ts";

export default function CheckupPage({ now, host }: { now: Date; host: string }) {
  const checkup = useCheckup();
  return <CheckupView {...{ checkup, now, host }} />;
}

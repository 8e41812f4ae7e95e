/** Said while something that the page needs has not come. It lies over everything: a window may be what waits for it. */
import { Button } from "@mantine/core";
import { useEffect, useSyncExternalStore } from "react";
import { Strip } from "../Strip/Strip.tsx";
import { askAgain, isMissing, onMissing } from "./later.ts";
import classes from "./NotLoaded.module.css";

export function NotLoaded() {
  const isShown = useSyncExternalStore(onMissing, isMissing);
  useEffect(() => {
    addEventListener("online", askAgain);
    return () => removeEventListener("online", askAgain);
  }, []);
  if (!isShown) return null;
  return (
    <div className={classes.place}>
      <Strip
        tone="danger"
        role="alert"
        actions={
          <>
            <Button size="compact-sm" onClick={askAgain}>
              Try again
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => location.reload()}>
              Reload
            </Button>
          </>
        }
      >
        Part of this page did not load. Check your connection and try again. If that does not help, reload the page.
      </Strip>
    </div>
  );
}

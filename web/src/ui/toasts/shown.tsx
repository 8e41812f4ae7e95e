/** Toasts as they are drawn: loaded with the first one. */
import { Button } from "@mantine/core";
import { Notifications, notifications } from "@mantine/notifications";
import { useMediaQuery } from "@mantine/hooks";
import type { Toast } from "./toast.ts";
import classes from "./toasts.module.css";

/** Where toasts appear: bottom left, on a phone at the top; three at most. */
export function ToastPlace() {
  const phone = useMediaQuery("(max-width: 39.99em)", undefined, { getInitialValueInEffect: false });
  const position = phone ? "top-center" : "bottom-left";
  return (
    <Notifications position={position} limit={3} containerWidth={400} classNames={{ root: classes.place ?? "" }} />
  );
}

export function showToast({ message, icon, action, stays = 6000 }: Toast): () => void {
  const id = notifications.show({
    icon,
    autoClose: stays,
    withBorder: false,
    classNames: {
      root: classes.toast ?? "",
      body: classes.body ?? "",
      icon: classes.icon ?? "",
      closeButton: classes.close ?? "",
    },
    closeButtonProps: { "aria-label": "Close" },
    message: (
      <span className={classes.line}>
        <span>{message}</span>
        {action !== undefined && (
          <Button
            variant="transparent"
            size="compact-sm"
            className={classes.action}
            onClick={() => {
              notifications.hide(id);
              action.run();
            }}
          >
            {action.label}
          </Button>
        )}
      </span>
    ),
  });
  return () => notifications.hide(id);
}

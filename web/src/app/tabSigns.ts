/** The dot on the tab's icon, for as long as something is unread. */
export function showDot(isOn: boolean): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (icon !== null) icon.href = isOn ? "/favicon-unread.svg" : "/favicon.svg";
}

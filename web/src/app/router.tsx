/** Every address of the app. Pages that the inbox does not need are loaded when they are first shown. */
import { createRootRoute, createRoute, createRouter } from "@tanstack/react-router";
import type { RouteComponent } from "@tanstack/react-router";
import { lazy } from "react";
import { Gate } from "./Gate.tsx";
import { Inside } from "./Inside.tsx";
import { MailboxRoute } from "./MailboxRoute.tsx";
import { NotFoundView } from "./NotFoundView.tsx";
import { SignInRoute, UnlockRoute } from "./entrances.tsx";

const flows = () => import("./flows.tsx");
const places = () => import("./places.tsx");
const FirstStartRoute = lazy(async () => ({ default: (await flows()).FirstStartRoute }));
const JoinRoute = lazy(async () => ({ default: (await flows()).JoinRoute }));
const AgainRoute = lazy(async () => ({ default: (await flows()).AgainRoute }));
const RecoverRoute = lazy(async () => ({ default: (await flows()).RecoverRoute }));
const PeopleRoute = lazy(async () => ({ default: (await places()).PeopleRoute }));
const GroupsRoute = lazy(async () => ({ default: (await places()).GroupsRoute }));
const GroupRoute = lazy(async () => ({ default: (await places()).GroupRoute }));
const SettingsRoute = lazy(() => import("./SettingsRoute.tsx"));
const AdminRoute = lazy(() => import("./AdminRoute.tsx"));

const root = createRootRoute({ component: Gate, notFoundComponent: NotFoundView });
const open = (path: string, component: RouteComponent) => createRoute({ getParentRoute: () => root, path, component });
const inside = createRoute({ getParentRoute: () => root, id: "inside", component: Inside });
const within = (path: string, component: RouteComponent) =>
  createRoute({ getParentRoute: () => inside, path, component });

const routeTree = root.addChildren([
  open("/", () => null),
  open("/sign-in", SignInRoute),
  open("/unlock", UnlockRoute),
  open("/start", FirstStartRoute),
  open("/first-start", FirstStartRoute),
  open("/join/$id", JoinRoute),
  open("/again/$id", AgainRoute),
  open("/recover", RecoverRoute),
  inside.addChildren([
    within("/messages/$folder", MailboxRoute),
    within("/messages/$folder/$mid", MailboxRoute),
    within("/people", PeopleRoute),
    within("/people/$id/check", PeopleRoute),
    within("/people/groups", GroupsRoute),
    within("/people/groups/$gid", GroupRoute),
    within("/settings/$page", SettingsRoute),
    within("/admin/$page", AdminRoute),
  ]),
]);

export const router = createRouter({
  routeTree,
  // Plain text both ways: an id of digits stays an id.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const entries = Object.entries(search as Record<string, unknown>).map(([name, value]) => [name, String(value)]);
    const text = new URLSearchParams(entries).toString();
    return text === "" ? "" : `?${text}`;
  },
});

/** Every address of the app. Pages that the inbox does not need are loaded when they are first shown. */
import { Suspense } from "react";
import { Route, Switch, useLocation } from "wouter";
import { later } from "../ui/later/later.ts";
import { useNavigateTo } from "../ui/Link/Link.tsx";
import { Inside } from "./Inside.tsx";
import { MailboxRoute } from "./MailboxRoute.tsx";
import { EntriesRoute, useAhead } from "./ahead.ts";
import { NotFoundView } from "./NotFoundView.tsx";
import { SignInRoute, UnlockRoute } from "./entrances.tsx";

const flows = () => import("./flows.tsx");
const people = () => import("./people.tsx");
const DropAnywhere = later(async () => ({ default: (await import("../files/DropAnywhere.tsx")).DropAnywhere }));
const FirstStartRoute = later(async () => ({ default: (await flows()).FirstStartRoute }));
const JoinRoute = later(async () => ({ default: (await flows()).JoinRoute }));
const AgainRoute = later(async () => ({ default: (await flows()).AgainRoute }));
const RecoverRoute = later(async () => ({ default: (await flows()).RecoverRoute }));
const PeopleRoute = later(async () => ({ default: (await people()).PeopleRoute }));
const GroupsRoute = later(async () => ({ default: (await people()).GroupsRoute }));
const GroupRoute = later(async () => ({ default: (await people()).GroupRoute }));
const SettingsRoute = later(() => import("./SettingsRoute.tsx"));
const LinksRoute = later(() => import("./LinksRoute.tsx"));
const RequestsRoute = later(() => import("./RequestsRoute.tsx"));
const AdminRoute = later(() => import("./AdminRoute.tsx"));

const NEW_MESSAGE = "/messages/new";

/** Behind the lock gate: they share one frame. A message that is being written takes files itself. */
function PlacesInside() {
  const [pathname] = useLocation();
  const navigate = useNavigateTo();
  useAhead();
  return (
    <>
      {pathname !== NEW_MESSAGE && (
        <Suspense>
          <DropAnywhere onBrought={() => navigate(NEW_MESSAGE)} />
        </Suspense>
      )}
      <Switch>
        <Route path="/messages/links/:id?" component={LinksRoute} />
        <Route path="/messages/requests/:id?" component={RequestsRoute} />
        <Route path="/messages/:folder/:mid?" component={MailboxRoute} />
        <Route path="/entries/:list?/:id?" component={EntriesRoute} />
        <Route path="/people/groups" component={GroupsRoute} />
        <Route path="/people/groups/:gid" component={GroupRoute} />
        <Route path={/^\/people(\/(?<id>[^/]+)\/check)?$/} component={PeopleRoute} />
        <Route path="/settings/:page" component={SettingsRoute} />
        <Route path="/admin/:page" component={AdminRoute} />
        <Route component={NotFoundView} />
      </Switch>
    </>
  );
}

export function Places() {
  return (
    <Switch>
      <Route path="/sign-in" component={SignInRoute} />
      <Route path="/unlock" component={UnlockRoute} />
      <Route path="/start" component={FirstStartRoute} />
      <Route path="/first-start" component={FirstStartRoute} />
      <Route path="/join/:id" component={JoinRoute} />
      <Route path="/again/:id" component={AgainRoute} />
      <Route path="/recover" component={RecoverRoute} />
      <Route>
        <Inside>
          <PlacesInside />
        </Inside>
      </Route>
    </Switch>
  );
}

/** The administrators' routes of the server, as this feature asks them. */
import { bodyOf, http, ifMatch, repeatSafe } from "../../api/client.ts";
import type { Schemas } from "../../api/client.ts";
import type { AdminPerson } from "./model.ts";

export type Member = Schemas["MemberAnswer"];
export type Group = Schemas["GroupAnswer"];
export type Role = AdminPerson["role"];

export interface PeopleFilter {
  readonly state: "all" | AdminPerson["state"];
  readonly role: "all" | Role;
}

const page = (cursor: string | null) => (cursor === null ? {} : { cursor });

export async function fetchMembers(filter: PeopleFilter, cursor: string | null): Promise<Schemas["MembersPage"]> {
  const query = {
    ...page(cursor),
    ...(filter.state === "all" ? {} : { state: filter.state }),
    ...(filter.role === "all" ? {} : { role: filter.role }),
  };
  return bodyOf(http.GET("/v1/admin/people", { params: { query } }));
}

export async function changePerson(id: string, change: Schemas["PersonChange"]): Promise<void> {
  await bodyOf(http.PATCH("/v1/people/{person_id}", { params: { path: { person_id: id } }, body: change }));
}

export async function fetchReports(): Promise<Schemas["ReportAnswer"][]> {
  return (await bodyOf(http.GET("/v1/admin/reports"))).items;
}

export async function fetchInvitations(cursor: string | null): Promise<Schemas["InvitationsPage"]> {
  return bodyOf(http.GET("/v1/invitations", { params: { query: page(cursor) } }));
}

export async function fetchInvitation(id: string): Promise<Schemas["InvitationAnswer"]> {
  return bodyOf(http.GET("/v1/invitations/{link_id}", { params: { path: { link_id: id } } }));
}

export async function fetchStartOvers(cursor: string | null): Promise<Schemas["AgainPage"]> {
  return bodyOf(http.GET("/v1/again", { params: { query: page(cursor) } }));
}

export async function postInvitation(body: Schemas["NewInvitation"]): Promise<Schemas["InvitationAnswer"]> {
  return bodyOf(http.POST("/v1/invitations", { body, ...repeatSafe }));
}

export async function postStartOver(body: Schemas["NewAgain"]): Promise<Schemas["AgainAnswer"]> {
  return bodyOf(http.POST("/v1/again", { body, ...repeatSafe }));
}

export async function endInvitation(id: string): Promise<void> {
  await http.DELETE("/v1/invitations/{link_id}", { params: { path: { link_id: id } } });
}

export async function endStartOver(id: string): Promise<void> {
  await http.DELETE("/v1/again/{link_id}", { params: { path: { link_id: id } } });
}

/** The address that links begin with, as the server is configured. */
export async function fetchBaseUrl(): Promise<string> {
  return (await bodyOf(http.GET("/v1/instance"))).base_url;
}

export async function fetchGroups(cursor: string | null): Promise<Schemas["GroupsPage"]> {
  return bodyOf(http.GET("/v1/groups", { params: { query: page(cursor) } }));
}

export async function fetchGroup(gid: string): Promise<Group> {
  return bodyOf(http.GET("/v1/groups/{gid}", { params: { path: { gid } } }));
}

export async function postGroup(body: Schemas["NewGroup"]): Promise<Group> {
  return bodyOf(http.POST("/v1/groups", { body, ...repeatSafe }));
}

export async function renameGroup({ gid, rev }: Group, name: string): Promise<Group> {
  const params = { path: { gid } };
  return bodyOf(http.PATCH("/v1/groups/{gid}", { params, body: { name }, headers: ifMatch(rev) }));
}

export async function changeMembers({ gid, rev }: Group, add: string[], remove: string[]): Promise<Group> {
  const params = { path: { gid } };
  return bodyOf(http.POST("/v1/groups/{gid}/members", { params, body: { add, remove }, headers: ifMatch(rev) }));
}

export async function deleteGroup({ gid, rev }: Pick<Group, "gid" | "rev">): Promise<void> {
  await http.DELETE("/v1/groups/{gid}", { params: { path: { gid } }, headers: ifMatch(rev) });
}

export async function searchDirectory(typed: string): Promise<Schemas["Found"]> {
  const body = { q: typed.slice(0, 100), limit: 8 };
  return bodyOf(http.POST("/v1/directory/search", { body, ...repeatSafe }));
}

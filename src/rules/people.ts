// Who takes part: people and guests of a workspace. Bots, people from outside and those who left do not.
import { refuse } from "./refusal.ts";
import type { PersonKind, Someone } from "./types.ts";

export type Member = Someone & { id: number };

export const takesPart = (kind: PersonKind): boolean => kind === "person" || kind === "guest";

/** The actor as a member, or a refusal. */
export function mustTakePart(actor: Someone): Member {
	if (actor.id === undefined || !takesPart(actor.kind)) refuse({ reason: "not-a-member" });
	if (actor.frozen) refuse({ reason: "paused" });
	return { ...actor, id: actor.id };
}

/** Somebody who runs the workspace, as a member, or a refusal: `admin` says that they are one. */
export function mustRun(actor: Someone, admin: boolean): Member {
	const member = mustTakePart(actor);
	if (!admin) refuse({ reason: "admins-only" });
	return member;
}

/** The people somebody named, as members, each once; or a refusal that names all who are none. */
export function mustAllTakePart(people: readonly Someone[]): Member[] {
	const bots = people.filter((person) => person.kind === "bot");
	if (bots.length > 0) refuse({ reason: "not-a-person", names: bots.map((person) => person.name) });
	const members = new Map<number, Member>();
	const outside: string[] = [];
	for (const person of people) {
		if (person.id === undefined || !takesPart(person.kind)) outside.push(person.name);
		else members.set(person.id, { ...person, id: person.id });
	}
	if (outside.length > 0) refuse({ reason: "outside", names: outside });
	return [...members.values()];
}

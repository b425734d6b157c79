// Who is there, and where: a small team over the time zones, a bot and a stranger, and four conversations.
import type { Person, Place } from "../../src/chat/request.ts";

/** Of Eli the platform tells no zone. */
const ZONES: Record<string, string | undefined> = {
	Ana: "UTC",
	Bo: "Asia/Kathmandu",
	Cy: "America/Santiago",
	Dee: "Pacific/Kiritimati",
	Eli: undefined,
};

export const TEAM = Object.keys(ZONES);
/** Those who can be named and take no part. */
export const OTHERS = ["Robo", "Zed"];
/** Whom the platform says to run the workspace. */
export const RUNNERS = ["Ana", "Dee"];

/** The zone of a new community: that of the first person seen there, else this. */
export const COMMUNITY_ZONE = "Europe/Berlin";

export const PLACES: Place[] = [
	{ id: "C-general", name: "general", kind: "public", present: true },
	{ id: "C-side", name: "side", kind: "private", present: true },
	{ id: "C-hall", name: "hall", kind: "public", present: false },
	{ id: "D-direct", name: "", kind: "direct", present: true },
];

export type People = ReturnType<typeof createPeople>;

/** People go by their first name, which is their id, too; what they are called changes, and whether they are here. */
export function createPeople() {
	const called = new Map([...TEAM, ...OTHERS].map((name) => [name, name]));
	const gone = new Set<string>();
	const kindOf = (name: string): Person["kind"] => {
		if (name === "Robo") return "bot";
		if (name === "Zed") return "stranger";
		return gone.has(name) ? "gone" : "person";
	};
	return {
		rename: (name: string, to: string) => void called.set(name, to),
		called: (name: string) => called.get(name) ?? name,
		isHere: (name: string) => !gone.has(name),
		leave: (name: string) => void gone.add(name),
		return: (name: string) => void gone.delete(name),
		person(name: string): Person {
			const timezone = ZONES[name];
			const admin = RUNNERS.includes(name);
			const told = { ...(timezone === undefined ? {} : { timezone }), ...(admin && { admin }) };
			return { user: name, name: called.get(name) ?? name, kind: kindOf(name), ...told };
		},
		zoneOf: (name: string, communityZone: string) => ZONES[name] ?? communityZone,
	};
}

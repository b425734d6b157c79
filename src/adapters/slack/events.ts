// What happens without anybody waiting for an answer. An event is done when the core is done with it; a failure goes up,
// so that it stays unacknowledged and Slack sends it again.
import { ask, type Desk, requestOf } from "./ask.ts";
import { type Happening, keyOf, readEvent, type Self, withoutSkinTone } from "./inbound.ts";
import { readMessage } from "./messages.ts";
import { homeView } from "./modal.ts";
import type { EventBody, SlackUser } from "./payloads.ts";

export type HearEvent = (body: EventBody) => Promise<void>;

export const createEvents =
	(desk: Desk): HearEvent =>
	async (body) => {
		const { event } = body;
		if (isForAnother(body, desk.self)) {
			return desk.log.warn({ event: body.event_id }, "an event of another workspace was left alone");
		}
		if (event.type === "user_change") return hearOfPerson(desk, event.user, body.event_id);
		if ("reaction" in event && !(await desk.wantsReaction(withoutSkinTone(event.reaction)))) return;
		const happening = event.type === "message" ? readMessage(body, event, desk) : readEvent(body, desk.self);
		if (happening) await tell(desk, happening);
	};

/** Paints the app's own page anew, after what its owner did there. */
export async function refreshHome(desk: Desk, after: Pick<Happening, "key" | "actor">): Promise<void> {
	const home = { key: `${after.key}:home`, actor: after.actor, intent: { kind: "home" as const } };
	await tell(desk, { ...home, others: [], place: undefined, route: undefined });
}

async function tell(desk: Desk, happening: Happening): Promise<void> {
	const { intent, place, actor } = happening;
	if (intent.kind === "present" && place) desk.directory.moved(place.id);
	const reply = await ask(desk, happening);
	if (reply === undefined) throw new Error("Slack did not tell in time who or where this is");
	if (intent.kind === "home" && reply.kind === "card") {
		await desk.client.views.publish({ user_id: actor.id, view: homeView(reply.card) });
	}
}

/** A change of somebody brings all that there is to know about them. */
async function hearOfPerson(desk: Desk, user: SlackUser, eventId: string): Promise<void> {
	const person = desk.directory.learn(user);
	if (person === undefined) return;
	const key = keyOf(desk.self, eventId);
	const happening = { key, actor: { id: person.user }, others: [], place: undefined, route: undefined };
	const request = requestOf(
		desk.self,
		{ ...happening, intent: { kind: "people" } },
		{ people: [person], groups: [], place: undefined },
	);
	await desk.handle(request);
}

/** The same app may be installed elsewhere and share an address with us; our token answers for one workspace only. */
function isForAnother(body: EventBody, self: Self): boolean {
	const installation = body.authorizations?.[0];
	return Boolean(
		installation?.team_id && installation.team_id !== self.team.id && installation.is_enterprise_install !== true,
	);
}

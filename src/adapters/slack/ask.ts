// The way to the chat core: completes what a payload says with who and where, and asks. It answers nobody.
import type { WebClient } from "@slack/web-api";
import type { Ears } from "../../chat/plain-thanks.ts";
import type { Handle, Reply, Request } from "../../chat/request.ts";
import type { Log } from "../../log.ts";
import type { Directory, Found } from "./directory.ts";
import type { Happening, Self } from "./inbound.ts";

/** What events and interactions work with. */
export type Desk = {
	client: WebClient;
	self: Self;
	directory: Directory;
	handle: Handle;
	wantsReaction: (emoji: string) => boolean | Promise<boolean>;
	/** None where no message is read. */
	ears: Ears | undefined;
	/** Notes what is under way, so that a stop waits for it; its failure is still its caller's. */
	track: (work: Promise<void>) => Promise<void>;
	log: Log;
};

/** The core's reply; none while Slack has not told who or where this is, which may be otherwise in a moment. */
export async function ask(desk: Desk, happening: Happening): Promise<Reply | undefined> {
	const found = await desk.directory.find(happening.actor, happening.others, happening.place, happening.groups);
	return found.late ? undefined : desk.handle(requestOf(desk.self, happening, found));
}

export function requestOf(
	self: Self,
	happening: Happening,
	found: Pick<Found, "people" | "groups" | "place">,
): Request {
	const { key, actor, intent, route } = happening;
	// The event knows better than what was looked up a moment before or after it.
	const place = found.place && intent.kind === "present" ? { ...found.place, present: intent.present } : found.place;
	const { people, groups } = found;
	const said = { people, ...(groups.length > 0 && { groups }), place, route, intent };
	return { key, platform: "slack", workspace: self.team, actor: actor.id, ...said };
}

// The one way in: a Request becomes one ledger call and one private Reply. It knows no platform.
import type { Ledger } from "../ledger/ledger.ts";
import { greet } from "../ledger/people.ts";
import { takesPart } from "../rules/people.ts";
import { runCommand } from "./answers/command.ts";
import { complete } from "./answers/complete.ts";
import { favorForm } from "./answers/favors.ts";
import { press, submitForm } from "./answers/press.ts";
import { card, mend, refused } from "./answers/reply.ts";
import { cleared, concernsThanks, hear, reaction } from "./answers/silent.ts";
import { thanksForm } from "./answers/thanks.ts";
import { showHome } from "./answers/wallet.ts";
import { cleanRequest } from "./clean.ts";
import type { Directory } from "./directory.ts";
import { Problem } from "./problem.ts";
import type { Handle, Intent, Platform, Reply, Request } from "./request.ts";
import type { Turn } from "./turn.ts";
import { inUnits } from "./unit.ts";
import { say } from "./views/format.ts";

export type HandleDeps = {
	ledger: Ledger;
	directory: Directory;
	now(communityId: number): Date;
	/** Called when a community's settings changed, for what else remembers them. */
	settingsChanged?: () => Promise<void>;
	/** Whether plain messages of a platform reach us at all, which is up to whoever runs the bot. They do if left out. */
	hearsMessages?: (platform: Platform) => boolean;
};

export function createHandle(deps: HandleDeps): Handle {
	return async (raw) => {
		const { ledger, directory } = deps;
		const request = cleanRequest(raw);
		const { intent } = request;
		const workspace = await directory.workspace(request);
		if (intent.kind === "uninstalled") {
			await ledger.leaveWorkspace(workspace.id, deps.now(workspace.communityId));
			directory.forget(request);
			return NOTHING;
		}
		if (intent.kind === "reaction" && !(await ledger.readings.saysThanks(workspace.communityId, intent.emoji)))
			return NOTHING;
		if (intent.kind === "message" && !(await concernsThanks(ledger, workspace, request.place, intent))) return NOTHING;
		const turn = await createTurn(deps, request);
		const reply = await answerOrMend(turn, intent);
		if (reply.kind === "nothing") return reply;
		return inUnits(reply, await directory.remembered.unitOf(workspace.communityId));
	};
}

async function answerOrMend(turn: Turn, intent: Intent): Promise<Reply> {
	try {
		return await answer(turn, intent);
	} catch (error) {
		if (!(error instanceof Problem)) throw error;
		return mend(turn, error);
	}
}

const NOTHING: Reply = { kind: "nothing" };

function answer(turn: Turn, intent: Intent): Promise<Reply> | Reply {
	switch (intent.kind) {
		case "command":
			return runCommand(turn, intent);
		case "press":
			return press(turn, intent.action);
		case "submit":
			return submitForm(turn, intent);
		case "menu":
			return openMenu(turn, intent);
		case "reaction":
			return reaction(turn, intent);
		case "message":
			return hear(turn, intent);
		case "reactions-cleared":
			return cleared(turn, intent);
		case "home":
			return showHome(turn);
		case "complete":
			return complete(turn, intent);
		case "present":
			return present(turn, intent.present);
		case "people":
		case "uninstalled":
			return NOTHING;
	}
}

async function createTurn(deps: HandleDeps, request: Request): Promise<Turn> {
	const { ledger, directory, now } = deps;
	const workspace = await directory.workspace(request);
	const { id: workspaceId, communityId } = workspace;
	const { place, intent } = request;
	const members = await directory.membersOf(workspace, request.people, intent.kind === "people");
	const at = now(communityId);
	const channelId = await directory.channelOf(workspace, place, asksIn(intent));
	const byUser = new Map(request.people.map((person) => [person.user, person]));
	const someone = (user: string) => {
		const person = byUser.get(user);
		return person
			? { id: members.get(user), name: person.name, kind: person.kind }
			: { id: undefined, name: "somebody", kind: "stranger" as const };
	};
	const actor = someone(request.actor);
	const told = byUser.get(request.actor)?.timezone;
	// The platform's zone; where it tells none, the one they set, else the community's.
	const own = async () =>
		actor.id === undefined ? workspace.timezone : directory.remembered.zoneOf(communityId, actor.id);
	const timezone = told !== undefined && ledger.isTimezone(told) ? told : await own();
	// Who takes no part here (any more) runs nothing here, whatever they were.
	const mayRun = takesPart(actor.kind);
	const platformAdmin = mayRun && byUser.get(request.actor)?.admin === true;
	const madeAdmin = async () =>
		mayRun && actor.id !== undefined && isAsked(intent) && (await directory.remembered.isAdmin(communityId, actor.id));
	const freely = { communityId, now: at };
	return {
		request,
		ledger,
		directory,
		communityId,
		communityTimezone: workspace.timezone,
		workspaceId,
		now: at,
		actor: { ...actor, timezone },
		admin: platformAdmin || (await madeAdmin()),
		platformAdmin,
		hearsMessages: deps.hearsMessages?.(request.platform) ?? true,
		where: {
			workspaceId,
			channelId,
			everywhere: place?.kind === "public",
			postable: place !== undefined && (place.present || request.route !== undefined),
			present: place?.present ?? false,
			route: request.route,
		},
		once: { ...freely, key: request.key, fingerprint: JSON.stringify([request.actor, place?.id ?? null, intent]) },
		freely,
		async settingsChanged() {
			directory.forgetCommunity(communityId);
			await deps.settingsChanged?.();
		},
		someone,
		names: (ids) => directory.names(communityId, workspaceId, ids),
	};
}

/** Whether somebody asks the bot itself for something; what happens by the way is the same for everybody. */
const isAsked = ({ kind }: Intent): boolean =>
	["command", "press", "submit", "menu", "home", "complete"].includes(kind);

/** Whether somebody asked the bot into a channel: by inviting it, or by thanking or asking there. */
function asksIn(intent: Intent): boolean {
	if (intent.kind === "command") return intent.name === "thanks" || intent.name === "favor";
	return intent.kind === "submit" || (intent.kind === "present" && intent.invited !== false);
}

async function openMenu(turn: Turn, { name, person }: Extract<Intent, { kind: "menu" }>): Promise<Reply> {
	if (turn.actor.id === undefined) return refused(turn, { reason: "not-a-member" });
	const isThanks = name === "say_thanks";
	const form = isThanks
		? await thanksForm(turn, person)
		: await favorForm(turn, { what: "", from: person, size: "normal", by: "" });
	if (person === undefined && isThanks)
		return card(say("Nobody in particular wrote that. Say thanks with ", { code: "/thanks @name" }, "."));
	if (person === undefined) return { kind: "form", form };
	// What would be refused in the end is refused before anybody typed a word.
	const { id, name: who, kind } = turn.someone(person);
	if (kind === "bot") return refused(turn, { reason: "not-a-person", names: [who] });
	if (id === undefined || kind === "stranger" || kind === "gone")
		return refused(turn, { reason: "outside", names: [who] });
	if (id === turn.actor.id) return refused(turn, { reason: isThanks ? "thanks-to-yourself" : "favor-of-yourself" });
	return { kind: "form", form };
}

async function present(turn: Turn, isPresent: boolean): Promise<Reply> {
	const { channelId } = turn.where;
	if (isPresent && channelId !== null) await turn.ledger.submit(greet, turn.freely, { channelId });
	return NOTHING;
}

// Every way to say thanks and to take it back, each with what it must make of what everybody has.
import { cancelDraft, prepareThanks, sendPrepared } from "../../src/ledger/group-thanks.ts";
import { hearMessage } from "../../src/ledger/messages.ts";
import { clearReactions, react } from "../../src/ledger/reactions.ts";
import { type Deed, type Deeds, deed, isHere, type Life, nameAt, negative, PEOPLE, pick } from "./deed.ts";
import { addTo, each, type Worth } from "./worth.ts";

/** One to three others, and now and then oneself. */
const some = (by: string, which: number): string[] => {
	const others = which % 11 === 0 ? PEOPLE : PEOPLE.filter((name) => name !== by);
	return others.filter((_name, index) => (which + 1) & (1 << index)).slice(0, 3);
};

export const givingDeeds: Deeds = {
	thank(life, { by, which, n }) {
		const { rig, lines } = life;
		const where = pick([rig.general, rig.general, rig.secret, rig.direct], n) ?? rig.general;
		const thanks = { amount: 1 + (n % 3), where };
		return deed(
			(said) => rig.thank(nameAt(by), some(nameAt(by), which), { ...thanks, ...said }),
			async ({ entryId, receiverIds, amount }) => {
				const { communityId, workspaceId } = rig;
				const id = { communityId_id: { communityId, id: entryId } };
				const { leadId } = await rig.storage.db.entry.findUniqueOrThrow({ where: id });
				const message = `L${leadId ?? entryId}`;
				if (where === rig.general && !lines.has(message)) {
					const destination = `c${rig.general.channelId}`;
					const data = { communityId, subject: `entry:${leadId ?? entryId}`, destination, workspaceId, message };
					await rig.storage.db.post.create({ data });
					lines.set(message, receiverIds);
				}
				return each(receiverIds, amount);
			},
		);
	},
	undo: ({ rig }, { by }) =>
		deed(
			(said) => rig.undo(nameAt(by), said),
			({ receiverIds, credits }) => each(receiverIds, -credits / receiverIds.length),
		),
	react: (life, { by, of, which, n }) =>
		reactTo(life, nameAt(by), `M${of}`, n, which, [life.rig.idOf(nameAt(of))], (order) => ({
			receiver: life.rig.person(nameAt(of)),
			order,
		})),
	endorse(life, { by, which, n }) {
		const [message, ids] = pick([...life.lines], which) ?? [];
		if (message === undefined || ids === undefined) return undefined;
		const name = nameAt(by);
		const others = PEOPLE.filter((one) => one !== name && isHere(life, one) && ids.includes(life.rig.idOf(one)));
		const bot = { id: undefined, name: "Goodturn", kind: "bot" as const };
		return reactTo(
			life,
			name,
			message,
			n,
			which,
			others.map((one) => life.rig.idOf(one)),
			(order) => ({ receiver: bot, order, posts: [message] }),
		);
	},
	async clear(life, { of }) {
		const { rig, gave } = life;
		const message = pick([`M${of}`, ...life.lines.keys()], of) ?? "";
		const { channelId } = rig.general;
		const standing = await rig.storage.db.reaction.findMany({ where: { message, entryId: { not: null } } });
		const input = { channelId, message, emoji: undefined };
		return deed(
			(said) => rig.submit(clearReactions, input, said),
			() => {
				const moved: Worth = new Map();
				for (const { reactorId } of standing)
					for (const [id, credits] of gave.get(`${reactorId} ${message}`) ?? []) addTo(moved, id, -credits);
				return moved;
			},
			{ alone: true },
		);
	},
	hear(life, { of, which, n }) {
		const { rig, gave } = life;
		const [by, message] = [nameAt(of), `P${of}`];
		const [amount, to] = [1 + (n % 2), some(by, which)];
		const says = n % 4 > 0;
		const words = { amount, reason: pick(["", "for it", "for that"], n) ?? "", tags: [] };
		const said = says ? { receivers: to.map((name) => rig.person(name)), ...words } : undefined;
		const where = rig.general;
		const order = n % 5 === 0 ? which : rig.clock.now.getTime() + which;
		const ids = to.map((name) => rig.idOf(name));
		return deed(
			(once) => rig.submit(hearMessage, { author: rig.person(by), message, said, order, where }, once),
			({ result }) => {
				const moved: Worth = new Map();
				if (result === "corrected" || result === "taken-back") {
					for (const [id, credits] of gave.get(message) ?? []) addTo(moved, id, -credits);
					gave.delete(message);
				}
				if (result === "given" || result === "corrected") {
					gave.set(message, each(ids, amount));
					for (const id of ids) addTo(moved, id, amount);
				}
				return moved;
			},
			{ alone: true },
		);
	},
	prepare({ rig, drafts }, { by, which, n }) {
		const giver = rig.person(nameAt(by));
		const receivers = some(giver.name, which).map((name) => rig.person(name));
		const input = { giver, receivers, amount: 1 + (n % 3), reason: "", tags: [], privately: n % 2 > 0 };
		return deed(
			(said) => rig.submit(prepareThanks, { ...input, where: rig.general }, said),
			({ draftId }) => {
				drafts.push({ id: draftId, by: giver.name });
				return new Map();
			},
		);
	},
	send({ rig, drafts }, { which }) {
		const draft = pick(drafts, which);
		if (!draft) return undefined;
		const input = { giver: rig.person(draft.by), draftId: draft.id, where: rig.general };
		return deed(
			(said) => rig.submit(sendPrepared, input, said),
			({ receiverIds, amount }) => each(receiverIds, amount),
		);
	},
	drop({ rig, drafts }, { which }) {
		const draft = pick(drafts, which);
		const input = { memberId: rig.idOf(draft?.by ?? "Ana"), draftId: draft?.id ?? 0 };
		return draft && deed((said) => rig.submit(cancelDraft, input, said));
	},
};

type Reacted = Partial<Parameters<typeof react>[2]>;

function reactTo(
	{ rig, gave }: Life,
	by: string,
	message: string,
	n: number,
	which: number,
	ids: number[],
	to: (order: number) => Reacted,
): Deed {
	const key = `${rig.idOf(by)} ${message}`;
	const added = n % 3 > 0;
	const order = n % 5 === 0 ? which : rig.clock.now.getTime() + which;
	const input = { reactor: rig.person(by), receiver: undefined, emoji: "💐", message, added, where: rig.general };
	return deed(
		(said) => rig.submit(react, { ...input, order, ...to(order) }, said),
		({ result }) => {
			if (result === "given") gave.set(key, each(ids, 1));
			return result === "given"
				? each(ids, 1)
				: result === "taken-back"
					? negative(gave.get(key) ?? new Map())
					: new Map();
		},
		{ alone: true },
	);
}

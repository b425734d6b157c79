// Everything that can be done with credit in a community, by its people, its admins and its clock, each with what it must
// make of what everybody has. What exactly somebody has a mind to do is found in the book when it is done.
import { switchAdmin } from "../../src/ledger/admins.ts";
import { comeBack, goAway } from "../../src/ledger/away.ts";
import { adjust, revert } from "../../src/ledger/corrections.ts";
import { propose } from "../../src/ledger/favors.ts";
import { meet } from "../../src/ledger/people.ts";
import { changeSettings, type NewValue } from "../../src/ledger/policy.ts";
import { donate, topUp } from "../../src/ledger/pot.ts";
import { switchExcluded, switchFrozen } from "../../src/ledger/standing.ts";
import { undoChange } from "../../src/ledger/undo-change.ts";
import { POT } from "../../src/rules/types.ts";
import { clockDeeds } from "./clock-deeds.ts";
import {
	type Deed,
	type Deeds,
	deed,
	isHere,
	type Life,
	type More,
	nameAt,
	negative,
	PEOPLE,
	pick,
	policyOf,
} from "./deed.ts";
import { givingDeeds } from "./giving-deeds.ts";
import { day, personCalled } from "./rig.ts";
import { addTo, each, type Worth, worthOf } from "./worth.ts";

export const deeds: Deeds = {
	...givingDeeds,
	ask({ rig }, { by, of, which, n }) {
		const target = n % 3 === 0 ? { of: nameAt(of) } : {};
		const size = pick(["small", "small", "normal", "big"] as const, which) ?? "small";
		const spender = nameAt(by);
		return deed((said) => rig.ask(spender, { ...target, size, ...said }), undefined, { spender });
	},
	propose({ rig }, { by, which }) {
		const size = pick(["small", "small", "normal"] as const, which) ?? "small";
		const asker = rig.person(nameAt(by));
		const input = { asker, size, text: "for all", tags: [], dueAt: null, where: rig.general };
		return deed((said) => rig.submit(propose, input, said));
	},
	async step({ rig }, { by, which, n }) {
		const under = { communityId: rig.communityId, state: { in: ["proposed", "open", "accepted", "done"] } };
		const favor = pick(await rig.storage.db.favor.findMany({ where: under, orderBy: { id: "asc" } }), which);
		if (!favor) return undefined;
		const { bonus } = (await policyOf(rig)).favor;
		const [role, step] = pick(LIKELY[favor.state] ?? [], n) ?? ["by", "accept"];
		const nameOf = (id: number | null) => PEOPLE.find((name) => rig.idOf(name) === id) ?? nameAt(by);
		const actor = { asker: nameOf(favor.askerId), helper: nameOf(favor.helperId ?? favor.targetId), by: nameAt(by) }[
			role
		];
		const decline = { step: "decline", why: "busy", because: "", insteadId: null } as const;
		return deed(
			(said) => rig.step(actor, favor.id, step === "decline" ? decline : step, said),
			async ({ event }) => {
				const { helperId, cost, askerId, fromPot } = await rig.favor(favor.id);
				if (event === "on-the-house") return new Map([[helperId ?? 0, bonus]]);
				if (event !== "kept") return new Map();
				return new Map([
					[helperId ?? 0, cost + bonus],
					[fromPot ? POT : askerId, -cost],
				]);
			},
		);
	},
	vouch({ rig }, { by, of, n }) {
		const more: More = n > 0 ? { spender: nameAt(by) } : {};
		return deed((said) => rig.vouch(nameAt(by), nameAt(of), n % 10, said), undefined, more);
	},
	donate({ rig }, { by, n }) {
		const [giver, amount] = [rig.person(nameAt(by)), 1 + (n % 9)];
		return deed(
			(said) => rig.submit(donate, { giver, amount }, said),
			() => new Map([...each([rig.idOf(giver.name)], -amount), [POT, amount]]),
			{ spender: giver.name },
		);
	},
	topUp({ rig, ...life }, { by, of, n }) {
		const amount = 1 + (n % 5);
		const to = nameAt(of);
		const input = { by: adminOf({ rig, ...life }, by), receiver: rig.person(to), amount, workspaceId: rig.workspaceId };
		return deed(
			(said) => rig.submit(topUp, input, said),
			() => new Map([...each([rig.idOf(to)], amount), [POT, -amount]]),
		);
	},
	adjust(life, { by, of, n }) {
		const { rig } = life;
		const input = { by: adminOf(life, by), who: rig.person(nameAt(of)), credits: (n % 19) - 9, reason: "so it was" };
		return deed(
			(said) => rig.submit(adjust, input, said),
			({ credits }) => each([rig.idOf(nameAt(of))], credits),
		);
	},
	async revert(life, { by, which, n }) {
		const { rig } = life;
		// Kept favors are few: often one of them, so that it is tried more than once.
		const kind = pick([["favor-kept"], ["favor-kept"], REVERTED, REVERTED, REVERTED, undefined], n);
		const where = kind === undefined ? {} : { kind: { in: kind } };
		const entries = await rig.storage.db.entry.findMany({ where, orderBy: { id: "desc" }, take: n % 2 === 0 ? 3 : 30 });
		const entryId = pick(entries, which)?.id;
		if (entryId === undefined) return undefined;
		const admin = adminOf(life, by);
		return deed(
			(said) => rig.submit(revert, { by: admin, entryId, reason: "it was a test" }, said),
			async () => negative(await worthOf(rig, entryId)),
			{ gainsNot: admin.name },
		);
	},
	async undoChange(life, { by, which }) {
		const { rig } = life;
		const change = pick(await rig.storage.db.change.findMany({ orderBy: { id: "desc" }, take: 12 }), which);
		if (!change) return undefined;
		const admin = adminOf(life, by);
		return deed(
			(said) => rig.submit(undoChange, { by: admin, changeId: change.id }, said),
			async ({ what, subjectId }) =>
				what === "entry adjustment" ? negative(await worthOf(rig, subjectId ?? 0)) : new Map(),
			{ gainsNot: admin.name, alone: true },
		);
	},
	async freeze(life, { by, of }) {
		const paused = await life.rig.storage.db.member.findFirst({ where: { frozenAt: { not: null } } });
		// One at a time, or soon nobody would do anything.
		return switching(life, switchFrozen, by, paused ? PEOPLE.indexOf(paused.name) : of);
	},
	exclude: (life, { by, of }) => switching(life, switchExcluded, by, of),
	admin: (life, { by, of }) => switching(life, switchAdmin, by, of),
	settings(life, { by, which, n }) {
		const values = [pick(SETTINGS(n), which) ?? ["favor.bonus", 1]] as NewValue[];
		return deed((said) => life.rig.submit(changeSettings, { by: adminOf(life, by), values }, said), undefined, {
			alone: true,
		});
	},
	away({ rig }, { by, n }) {
		const until = n % 2 === 0 ? null : new Date(rig.clock.now.getTime() + n * day);
		return deed((said) => rig.submit(goAway, { memberId: rig.idOf(nameAt(by)), until }, said));
	},
	back: ({ rig }, { by }) => deed((said) => rig.submit(comeBack, { memberId: rig.idOf(nameAt(by)) }, said)),
	leave: (life, { of }) => turns(life, nameAt(of), "gone"),
	return(life, { of }) {
		const gone = PEOPLE.filter((name) => !isHere(life, name));
		return turns(life, pick(gone, of) ?? nameAt(of), "person");
	},
	...clockDeeds,
};

const REVERTED = ["thanks", "reaction", "favor-kept", "donation", "adjustment", "top-up"];

/** With whom a favor in a state goes on, and how. */
const LIKELY: Record<string, readonly (readonly ["asker" | "helper" | "by", string])[]> = {
	proposed: [...Array.from({ length: 4 }, () => ["by", "approve"] as const), ["asker", "cancel"], ["by", "accept"]],
	open: [...Array.from({ length: 5 }, () => ["by", "accept"] as const), ["helper", "decline"], ["asker", "cancel"]],
	accepted: [
		["helper", "done"],
		["helper", "done"],
		["helper", "done"],
		["asker", "confirm"],
		["asker", "confirm"],
		["helper", "on-the-house"],
		["helper", "give-back"],
		["asker", "cancel"],
		["asker", "go-on"],
	],
	done: [
		["asker", "confirm"],
		["asker", "confirm"],
		["asker", "not-yet"],
		["helper", "on-the-house"],
		["asker", "cancel"],
	],
};

const SETTINGS = (n: number): NewValue[] => [
	["favor.bonus", n % 3],
	["favor.normal", 3 + (n % 3)],
	["favor.small", n % 3],
	["thanks.perDay", 5 + (n % 20)],
	["thanks.period", n % 2 === 0 ? "day" : "week"],
	["thanks.pileMinutes", (n % 2) * 60],
	["floor.newcomerDays", (n % 3) * 40],
	["floor.vouchMost", n % 9],
	["fading.halfLifeDays", (n % 3) * 15],
	["timezone", n % 2 === 0 ? "UTC" : "Pacific/Kiritimati"],
];

/** Whoever the platform says runs the workspace: anybody, so that their own account comes into it. */
const adminOf = ({ rig }: Life, by: number) => ({ ...rig.person(nameAt(by)), admin: true });

function switching(
	life: Life,
	verb: typeof switchFrozen | typeof switchExcluded | typeof switchAdmin,
	by: number,
	of: number,
) {
	const input = { by: adminOf(life, by), who: life.rig.person(nameAt(of)), reason: "a word first" };
	return deed<unknown>((said) => life.rig.submit<typeof input, unknown>(verb, input, said));
}

/** The directory says that somebody is gone, or here: whoever is back after being settled owes what others paid for them. */
async function turns(life: Life, name: string, kind: "gone" | "person"): Promise<Deed> {
	const { rig } = life;
	const memberId = rig.idOf(name);
	const member = await rig.storage.db.member.findFirstOrThrow({ where: { id: memberId } });
	const paid = await rig.storage.db.vouch.findMany({ where: { memberId, state: "paid" } });
	const owed = kind === "person" && member.settledAt !== null ? paid : [];
	const people = [{ ...personCalled(name), kind }];
	return deed(
		(said) => rig.submit(meet, { workspaceId: rig.workspaceId, people }, said),
		() => {
			const seen = rig.seen.find((one) => one.name === name);
			if (seen) seen.kind = kind;
			const moved: Worth = new Map();
			for (const { voucherId, paid: credits } of owed) addTo(addTo(moved, voucherId, credits), memberId, -credits);
			return moved;
		},
		{ alone: true },
	);
}

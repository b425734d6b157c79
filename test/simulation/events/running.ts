// What those who run the bank do: correct it, pause people, change the numbers, and take changes back. Now and then
// somebody tries who may not.
import type { Place } from "../../../src/chat/request.ts";
import type { Reverted, Switch, Value } from "../model/admins.ts";
import { MODES, NUMBERS, type Numbers } from "../model/book.ts";
import { PLACES, RUNNERS, TEAM } from "../people.ts";
import type { Wish } from "../plan.ts";
import { itemAt } from "../random.ts";
import { command, type Done, type Scene } from "./event.ts";

const PLACES_WITH_MODES = PLACES.filter(({ kind }) => kind !== "direct");

const runner = ({ plain, by }: Wish, someone: string, { people }: Scene): string => {
	const here = RUNNERS.filter(people.isHere);
	return plain && here.length > 0 ? itemAt(here, by) : someone;
};
/** A word of its own in a reason: those concerned are told of it. */
const reason = ({ count }: Scene): string => `r${count}r`;

export function topUp(wish: Wish, someone: string, place: Place, scene: Scene): Done {
	const by = runner(wish, someone, scene);
	const to = itemAt(TEAM, wish.which);
	const amount = 1 + (wish.how % 3);
	const act = { act: "top-up", by, to, amount } as const;
	return { by, place, named: [to], act, ...command("goodturn", ["topup ", { user: to }, ` ${amount}`]) };
}

export function adjust(wish: Wish, someone: string, place: Place, scene: Scene): Done {
	const by = runner(wish, someone, scene);
	const who = itemAt(TEAM, wish.which);
	const credits = itemAt([9, 6, 3, -2, -5], wish.how);
	const word = reason(scene);
	const said = ` ${credits > 0 ? "+" : ""}${credits} because ${word}`;
	const act = { act: "adjust", by, who, credits, word } as const;
	return { by, place, named: [who], act, ...command("goodturn", ["adjust ", { user: who }, said]) };
}

export function revert(wish: Wish, someone: string, place: Place, scene: Scene): Done {
	const by = runner(wish, someone, scene);
	const entries = revertible(scene);
	const [id, what] = entries.length === 0 ? [9_999, undefined] : itemAt(entries, wish.which);
	const act = what && ({ act: "revert", by, what } as const);
	return { by, place, ...(act && { act }), ...command("goodturn", [`revert ${id} because ${reason(scene)}`]) };
}

function revertible({ seen, book }: Scene): [number, Reverted][] {
	if (!seen) return [];
	const thanks = seen.said.map(({ entryId, word }, at): [number, Reverted] => {
		// The same words may have been said twice: edited away, and back.
		const before = seen.said.slice(0, at).filter((one) => one.word === word).length;
		const all = book.given.flatMap((one, nth) => (one.word === word ? [nth] : []));
		return [entryId, { of: "thanks", nth: all[before] ?? -1 }];
	});
	return [...thanks, ...seen.entries];
}

const SWITCHES: [Switch, string][] = [
	["frozen", "freeze"],
	["excluded", "exclude"],
	["frozen", "freeze"],
	["admin", "admin"],
];

export function switchOf(wish: Wish, someone: string, place: Place, scene: Scene): Done {
	const by = runner(wish, someone, scene);
	const [what, word] = itemAt(SWITCHES, wish.how);
	// Whoever is paused is let on again before long.
	const paused = [...scene.book.frozen];
	const who = what === "frozen" && paused.length > 0 ? itemAt(paused, wish.which) : itemAt(TEAM, wish.which);
	const isOn = (what === "admin" ? scene.book.admins : scene.book[what]).has(who);
	// With a reason it is always meant on; of admins it is the other than it is when somebody looks.
	const because = what === "admin" || isOn ? "" : ` because ${reason(scene)}`;
	const act = { act: "switch", by, who, what, to: !isOn } as const;
	return { by, place, named: [who], act, ...command("goodturn", [`${word} `, { user: who }, because]) };
}

/** Sections of the settings that are changed in stories. */
const SECTIONS = ["ways", "allowance", "costs"] as const;

export function open(wish: Wish, someone: string, place: Place, scene: Scene): Done {
	const by = runner(wish, someone, scene);
	const section = itemAt(SECTIONS, wish.which);
	return { by, place, intent: { kind: "press", action: `settings:${section}` }, told: `opens the form of ${section}` };
}

type Path = keyof Numbers;
const CHANGES: Record<(typeof SECTIONS)[number], [Path, readonly (number | boolean)[]][]> = {
	ways: [
		["thanks.inMessages", [true, true, true, false]],
		["thanks.undoWithinMinutes", [15, 5, 60]],
	],
	allowance: [
		["thanks.perDay", [5, 3, 8]],
		["thanks.perPairPerDay", [3, 2, 4]],
		["thanks.maxAmount", [3, 2]],
	],
	costs: [
		["favor.small", [2, 1, 3]],
		["favor.normal", [4, 3, 5]],
		["favor.big", [8, 6, 10]],
		["favor.bonus", [1, 0, 2]],
	],
};

const idOf = (path: string): string => path.slice(path.indexOf(".") + 1);

const valuesIn = (fields: Record<string, string>): Value[] =>
	Object.keys(NUMBERS).flatMap((one): Value[] => {
		const typed = fields[idOf(one)];
		if (typed === undefined) return [];
		return [[one, typed === "yes" || (typed !== "no" && Number(typed))] as Value];
	});

/** Changes one number in the form that was opened last, which may be an old one. */
export function save(wish: Wish, someone: string, place: Place, scene: Scene): Done {
	const by = runner(wish, someone, scene);
	const section = itemAt(SECTIONS, wish.which);
	const form = scene.forms.get(section);
	if (!form) return open(wish, someone, place, scene);
	const [path, choices] = itemAt(CHANGES[section], section === "ways" ? (wish.how % 8) >> 2 : wish.how);
	const value = itemAt(choices, wish.how >> 3);
	const shown = Object.fromEntries(
		form.fields.map((field) => [field.id, "value" in field ? String(field.value ?? "") : ""]),
	);
	const fields = { ...shown, [idOf(path)]: typeof value === "boolean" ? (value ? "yes" : "no") : String(value) };
	return {
		...{ by, place, act: { act: "save", by, values: valuesIn(fields), seen: valuesIn(shown) } },
		intent: { kind: "submit", form: "settings", context: form.context, fields },
		told: `form of ${section}: ${path} is ${value}`,
	};
}

export function mode(wish: Wish, someone: string, _place: Place, scene: Scene): Done {
	const by = runner(wish, someone, scene);
	const place = itemAt(PLACES_WITH_MODES, wish.which);
	const wanted = itemAt([...MODES, "open", "open"] as const, wish.how);
	return {
		by,
		place,
		act: { act: "mode", by, place: place.id, mode: wanted },
		...command("goodturn", [`channel ${wanted}`]),
	};
}

export function undoChange(wish: Wish, someone: string, place: Place, scene: Scene): Done {
	const by = runner(wish, someone, scene);
	const ids = scene.seen?.changes.map(({ id }) => id) ?? [];
	// Mostly one of the last.
	const back = wish.plain ? wish.which % 3 : wish.which;
	const nth = ids.length === 0 ? -1 : ids.length - 1 - (back % ids.length);
	const intent = { kind: "press", action: `change:undo:${ids[nth] ?? 9_999}` } as const;
	return { by, place, intent, told: `takes back change ${ids[nth]}`, act: { act: "undo-change", by, nth } };
}

// Plain messages: said, told twice, edited, and deleted, in whatever order the platform tells of it.
import type { Text } from "../../../src/chat/request.ts";
import { PLACES } from "../people.ts";
import type { Wish } from "../plan.ts";
import { itemAt } from "../random.ts";
import type { Done, Said, Scene, Written } from "./event.ts";
import { candidates, orderOf } from "./thanks.ts";

/** Where a platform does not tell who wrote what is gone, it is as if the bot said so. */
const NOBODY = "Robo";

export function say(wish: Wish, author: string, scene: Scene): Done {
	const { which, how } = wish;
	const known = [...scene.written];
	const isNew = known.length === 0 || how % 5 < 2;
	const [message, written] = isNew
		? [`P${scene.count}`, { author, place: itemAt(PLACES, which % 3), versions: [] }]
		: itemAt(known, which);
	scene.written.set(message, written);
	const now = isNew ? saidAnew(wish, author, scene) : change(wish, written, scene);
	const before = written.versions.at(-1);
	const isGone = now === GONE;
	const said = isGone ? undefined : now;
	if (!isGone) written.versions.push(said);
	const order = orderOf(how, wish.plain, scene);
	const tells = scene.platform === "slack" && before !== undefined;
	const intent = {
		...{ kind: "message" as const, message, order },
		text: isGone ? undefined : textOf(said),
		...(tells && { before: textOf(before) }),
	};
	const unknown = isGone && scene.platform === "discord";
	const by = unknown ? NOBODY : written.author;
	return {
		by,
		place: written.place,
		named: said?.to ?? [],
		intent,
		told: `${isGone ? "deletes" : isNew ? "says" : "edits"} ${message}: ${told(said)} (order ${order ?? "none"})`,
		act: {
			...{ act: "say", by: unknown ? undefined : by, message, place: written.place.id, said, order },
			// Whoever reads along knows it for one that says thanks, or did.
			isThanks: said !== undefined || tells,
		},
	};
}

const GONE = "gone";

function saidAnew({ which, how, plain }: Wish, author: string, { count }: Scene): Said {
	return { to: [itemAt(candidates(author, plain), which)], amount: 1 + (how % 2), word: `w${count}w` };
}

/** Told again as it is, said otherwise, no thanks any more, or deleted. */
function change(wish: Wish, { author, versions }: Written, scene: Scene): Said | undefined | typeof GONE {
	const how = wish.how % 7;
	if (how === 0) return GONE;
	if (how === 1) return undefined;
	return how === 2 ? versions.at(-1) : saidAnew(wish, author, scene);
}

function textOf(said: Said | undefined): Text {
	if (!said) return ["never mind"];
	const mentions = said.to.map((user) => ({ user }));
	const words = `for ${said.word}`;
	return said.amount === 1
		? ["Thanks ", ...mentions, ` ${words}`]
		: [...mentions, ` ${"+".repeat(said.amount + 1)} ${words}`];
}

const told = (said: Said | undefined): string =>
	said ? `thanks @${said.to.join(" @")} x${said.amount} ${said.word}` : "-";

// Cards as Discord messages. What is posted (notices) carries `content` wherever that can hold it, because push
// notifications of Components V2 messages are empty (discord/discord-api-docs#7854); private replies, which notify nobody,
// are Components V2. It sends nothing and knows no channel.
import {
	type APIActionRowComponent,
	type APIAllowedMentions,
	type APIButtonComponentWithCustomId,
	type APIComponentInContainer,
	type APIMessageTopLevelComponent,
	ButtonStyle,
	ComponentType,
	MessageFlags,
	SeparatorSpacingSize,
} from "discord.js";
import type { Block, Button, Card } from "../../chat/card.ts";
import { buttonId, type Mode } from "./ids.ts";
import {
	buttonsInRow,
	componentsInMessage,
	componentsText,
	contentLength,
	mentionedUsers,
	rowsBesideContent,
} from "./limits.ts";
import { blocksText, fitted } from "./wording.ts";

/** The body of a message, for creating it and for editing it alike. */
export type Painted = {
	content?: string;
	components: APIMessageTopLevelComponent[];
	flags: number;
	allowed_mentions: APIAllowedMentions;
};

/**
 * How a notice is posted best. Content has all its buttons at the end: small print behind them may as well stand above, and
 * what belongs to single lines has their numbers.
 */
export function modeFor(card: Card): Mode {
	const firstButtons = card.blocks.findIndex((block) => block.kind === "buttons");
	const behind = firstButtons < 0 ? [] : card.blocks.slice(firstButtons);
	const belongsTogether = behind.every((block) => block.kind === "buttons" || block.kind === "small");
	const blocks = numbered(card.blocks);
	const isNumbered = blocks !== card.blocks;
	const rows = Math.ceil(buttonsOf(card.blocks).length / buttonsInRow);
	const fits =
		blocksText(blocks, { maxLength: Number.POSITIVE_INFINITY, mentioned: new Set() }).length <= contentLength;
	return (belongsTogether || isNumbered) && rows <= rowsBesideContent && fits ? "content" : "components";
}

/** `pings`: whether the mentions that the card asks for may ping; an edit must not. `guild`: whose buttons they are. */
export function paint(card: Card, mode: Mode, { guild, pings }: { guild: string; pings: boolean }): Painted {
	const mentioned = new Set<string>();
	const body = mode === "content" ? paintContent(card, guild, mentioned) : paintComponents(card, guild, mentioned);
	return {
		...body,
		allowed_mentions:
			pings && mentioned.size > 0 ? { parse: [], users: [...mentioned].slice(0, mentionedUsers) } : { parse: [] },
	};
}

/** A private reply: nobody is mentioned in it. `fresh` where it is new, and so can be made private. */
export function paintReply(card: Card, { guild, fresh }: { guild: string; fresh: boolean }): Painted {
	const body = paintComponents(card, guild, undefined);
	const flags = body.flags | (fresh ? MessageFlags.Ephemeral : 0);
	return { ...body, flags, allowed_mentions: { parse: [] } };
}

type Body = Omit<Painted, "allowed_mentions">;

function paintContent(card: Card, guild: string, mentioned: Set<string>): Body {
	const blocks = numbered(card.blocks);
	const content = fitted(contentLength, mentioned, (wording) => [blocksText(blocks, wording)])[0] ?? "";
	const ids = numbering(guild);
	const components = rowsOf(buttonsOf(blocks), ids).slice(0, rowsBesideContent);
	return { content, components, flags: MessageFlags.SuppressEmbeds };
}

/** Lines and their buttons, with numbers that tell which belongs to which; the same blocks where one line alone has any. */
function numbered(blocks: readonly Block[]): readonly Block[] {
	const isLine = (index: number): boolean => blocks[index]?.kind === "text" && blocks[index + 1]?.kind === "buttons";
	const lines = blocks.flatMap((_, index) => (isLine(index) ? [index] : []));
	if (lines.length < 2) return blocks;
	return blocks.map((block, index): Block => {
		const number = `${lines.findIndex((line) => line === index || line === index - 1) + 1}.`;
		if (isLine(index) && block.kind === "text") return { ...block, line: [{ strong: number }, " ", ...block.line] };
		if (block.kind !== "buttons" || !isLine(index - 1)) return block;
		return { ...block, buttons: block.buttons.map((button) => ({ ...button, label: `${number} ${button.label}` })) };
	});
}

function paintComponents(card: Card, guild: string, mentioned: Set<string> | undefined): Body {
	const groups = perLine(grouped(card.blocks));
	const texts = fitted(componentsText, mentioned, (wording) =>
		groups.map((group) => (group.kind === "text" ? blocksText(group.blocks, wording) : "")),
	);
	const ids = numbering(guild);
	const perItem = isPerItem(groups);
	const parts: APIComponentInContainer[] = [];
	for (const [index, group] of groups.entries()) {
		if (group.kind === "divider") {
			parts.push({ type: ComponentType.Separator, divider: true, spacing: SeparatorSpacingSize.Small });
		} else if (group.kind === "text") {
			if (texts[index]) parts.push({ type: ComponentType.TextDisplay, content: texts[index] });
		} else {
			const rows = rowsOf(group.buttons, ids);
			const [only] = group.buttons.length === 1 ? (rows[0]?.components ?? []) : [];
			const above = parts.at(-1);
			if (perItem && only && above?.type === ComponentType.TextDisplay) {
				parts.splice(-1, 1, { type: ComponentType.Section, components: [above], accessory: only });
			} else parts.push(...rows);
		}
	}
	const framed = card.blocks.some((block) => block.kind === "heading" || block.kind === "facts");
	const kept = keepWithin(parts, componentsInMessage - (framed ? 1 : 0));
	const components: APIMessageTopLevelComponent[] =
		framed && kept.length > 0 ? [{ type: ComponentType.Container, accent_color: accent, components: kept }] : kept;
	return { components, flags: MessageFlags.IsComponentsV2 };
}

/** A warm amber. */
const accent = 0xe8a33d;

type Group = { kind: "text"; blocks: Block[] } | { kind: "buttons"; buttons: Button[] } | { kind: "divider" };

/** Blocks of text that follow each other are one text, buttons that do are one set of rows. */
function grouped(blocks: readonly Block[]): Group[] {
	const groups: Group[] = [];
	for (const block of blocks) {
		const last = groups.at(-1);
		if (block.kind === "divider") groups.push({ kind: "divider" });
		else if (block.kind === "buttons") {
			if (block.buttons.length === 0) continue;
			if (last?.kind === "buttons") last.buttons.push(...block.buttons);
			else groups.push({ kind: "buttons", buttons: [...block.buttons] });
		} else if (last?.kind === "text") last.blocks.push(block);
		else groups.push({ kind: "text", blocks: [block] });
	}
	return groups;
}

/** Whether buttons belong to single lines, as on a list of favors. */
const isPerItem = (groups: readonly Group[]): boolean => groups.filter(({ kind }) => kind === "buttons").length > 1;

/** There a button stands beside its own line, and not beside the heading above it. */
function perLine(groups: readonly Group[]): Group[] {
	if (!isPerItem(groups)) return [...groups];
	return groups.flatMap((group, index): Group[] => {
		const next = groups[index + 1];
		const isBeside = next?.kind === "buttons" && next.buttons.length === 1;
		if (group.kind !== "text" || !isBeside || group.blocks.length === 1) return [group];
		return [
			{ kind: "text", blocks: group.blocks.slice(0, -1) },
			{ kind: "text", blocks: group.blocks.slice(-1) },
		];
	});
}

const buttonsOf = (blocks: readonly Block[]): Button[] =>
	blocks.flatMap((block) => (block.kind === "buttons" ? block.buttons : []));

/** Gives each button of a card its custom_id. */
const numbering = (guild: string): ((action: string) => string) => {
	let index = 0;
	return (action) => buttonId({ guild, action }, index++);
};

type Row = APIActionRowComponent<APIButtonComponentWithCustomId>;

function rowsOf(buttons: readonly Button[], id: (action: string) => string): Row[] {
	const rows: Row[] = [];
	for (let start = 0; start < buttons.length; start += buttonsInRow) {
		const components = buttons
			.slice(start, start + buttonsInRow)
			.map(({ label, action, style }): APIButtonComponentWithCustomId => {
				return { type: ComponentType.Button, style: styles[style ?? "plain"], label, custom_id: id(action) };
			});
		rows.push({ type: ComponentType.ActionRow, components });
	}
	return rows;
}

const styles = {
	primary: ButtonStyle.Primary,
	danger: ButtonStyle.Danger,
	plain: ButtonStyle.Secondary,
} as const;

/** What does not fit any more is left out from the end: the first is what the card is about. */
function keepWithin(parts: APIComponentInContainer[], limit: number): APIComponentInContainer[] {
	const kept: APIComponentInContainer[] = [];
	let count = 0;
	for (const part of parts) {
		count += size(part);
		if (count > limit) break;
		kept.push(part);
	}
	return kept;
}

const size = (part: APIComponentInContainer): number =>
	part.type === ComponentType.ActionRow || part.type === ComponentType.Section
		? 1 + part.components.length + (part.type === ComponentType.Section ? 1 : 0)
		: 1;

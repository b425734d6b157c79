// What every card, form and reply must be, whoever made it say whatever: within the limits that all platforms share,
// without pings that nobody meant, without characters that break a line.
import { expect } from "vitest";
import { type Block, type Card, type Line, plainText } from "../../src/chat/card.ts";
import type { Form } from "../../src/chat/form.ts";
import type { Reply } from "../../src/chat/request.ts";

/** Control characters but line breaks, halves of characters, overrides of direction. */
export const UNFIT = /[\p{Cs}\u202A-\u202E\u2066-\u2069\uFEFF]|(?!\n)\p{Cc}/u;

const linesOf = (block: Block): Line[] => {
	switch (block.kind) {
		case "text":
		case "small":
			return [block.line];
		case "list":
			return block.items;
		case "facts":
			return block.facts.map(({ value }) => value);
		default:
			return [];
	}
};

/** The users that a card pings. */
export const pingsOf = (card: Card): (string | undefined)[] =>
	card.blocks
		.flatMap(linesOf)
		.flatMap((line) =>
			line.flatMap((span) => (typeof span === "object" && "ping" in span && span.ping ? [span.user] : [])),
		);

export function mustFit(card: Card): void {
	const said = plainText(card);
	expect(card.blocks.length).toBeGreaterThan(0);
	expect(card.blocks.length, said).toBeLessThanOrEqual(25);
	expect(said.length, said).toBeLessThanOrEqual(2500);
	expect(said.trim()).not.toBe("");
	expect(UNFIT.test(said), JSON.stringify(said)).toBe(false);
	for (const block of card.blocks) {
		if (block.kind === "facts") expect(block.facts.length).toBeLessThanOrEqual(10);
		if (block.kind === "list") expect(block.items.length).toBeGreaterThan(0);
		if (block.kind !== "buttons") continue;
		expect(block.buttons.length).toBeGreaterThan(0);
		expect(block.buttons.length).toBeLessThanOrEqual(5);
		for (const { label, action } of block.buttons) {
			expect(label.length, label).toBeLessThanOrEqual(30);
			expect(action.length, action).toBeLessThanOrEqual(90);
		}
	}
}

function formMustFit(form: Form): void {
	expect(form.title.length).toBeLessThanOrEqual(24);
	expect(form.submit.length).toBeLessThanOrEqual(24);
	expect(form.context.length).toBeLessThanOrEqual(60);
	expect(form.fields.length).toBeLessThanOrEqual(5);
	for (const field of form.fields) {
		expect(field.label.length).toBeLessThanOrEqual(45);
		expect(field.hint?.length ?? 0).toBeLessThanOrEqual(100);
		if (field.kind === "choice") expect(field.options.map(({ value }) => value)).toContain(field.value);
		if (field.kind === "text") expect([...(field.value ?? "")].length).toBeLessThanOrEqual(field.maxLength);
		if (field.value !== undefined) expect(field.value).not.toBe("");
	}
}

/** A private reply pings nobody. */
export function replyMustFit(reply: Reply): void {
	switch (reply.kind) {
		case "card":
			mustFit(reply.card);
			return expect(pingsOf(reply.card)).toEqual([]);
		case "form":
			return formMustFit(reply.form);
		case "mend":
			mustFit(reply.card);
			expect(Object.keys(reply.errors).length).toBeGreaterThan(0);
			for (const message of Object.values(reply.errors)) expect(message.length).toBeLessThanOrEqual(2000);
			return expect(pingsOf(reply.card)).toEqual([]);
		case "choices":
			expect(reply.choices.length).toBeLessThanOrEqual(25);
			for (const { label, value } of reply.choices)
				expect([label.length <= 100, value.length <= 100, label !== ""]).toEqual([true, true, true]);
			return;
		case "nothing":
			return;
	}
}

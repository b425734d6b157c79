// Who may say where messages go in a channel: less for anybody, more for admins, back for whoever slipped.
import { describe, expect, test } from "vitest";
import { asChannelMode, CHANNEL_MODES, type ChannelMode, decideMode, isPostedIn } from "../../src/rules/channels.ts";
import { Refused } from "../../src/rules/refusal.ts";

const isAllowed = (is: ChannelMode, wanted: ChannelMode, admin: boolean, ownBefore?: ChannelMode): boolean => {
	try {
		decideMode({ is, wanted, admin, ownBefore });
		return true;
	} catch (error) {
		expect(error).toBeInstanceOf(Refused);
		expect((error as Refused).refusal).toEqual({ reason: "louder-by-admins", mode: is });
		return false;
	}
};

describe("where messages go in a channel", () => {
	const pairs = CHANNEL_MODES.flatMap((is, from) =>
		CHANNEL_MODES.map((wanted, to) => [is, wanted, from <= to] as const),
	);
	test.each(pairs)("given %s, when a member wants %s, then: %s", (is, wanted, allowed) => {
		expect(isAllowed(is, wanted, false)).toBe(allowed);
		expect(isAllowed(is, wanted, true)).toBe(true);
	});

	test.each<[ChannelMode, ChannelMode, ChannelMode, boolean]>([
		["off", "open", "open", true],
		["off", "thread", "open", true],
		["off", "open", "thread", false],
		["quiet", "thread", "thread", true],
		["quiet", "open", "thread", false],
	])("given %s, when they take their own change back to %s, and it was %s before, then: %s", (is, wanted, own, may) => {
		expect(isAllowed(is, wanted, false, own)).toBe(may);
	});

	test("only two of them are posted in, and other words are none", () => {
		expect(CHANNEL_MODES.filter(isPostedIn)).toEqual(["open", "thread"]);
		expect(["open", "OFF", "loud", ""].map(asChannelMode)).toEqual(["open", undefined, undefined, undefined]);
	});
});

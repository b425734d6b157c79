import { expect, test } from "vitest";
import { Refused, refuse } from "../../src/rules/refusal.ts";

test("a refusal says in data what a person can mend, and in a log that it is one and why", () => {
	const refusal = { reason: "too-many-open", most: 3 } as const;
	const act = () => refuse(refusal);
	expect(act).toThrow(Refused);
	expect(act).toThrow(expect.objectContaining({ refusal }));
	expect(String(new Refused(refusal))).toBe("Refused: too-many-open");
});

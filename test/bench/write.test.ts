// The bench is fair only if each way ends with the very same rows: it refuses to tell figures otherwise.
import { expect, test } from "vitest";
import { freshFolder } from "../storage/fresh.ts";
import { measureWrite } from "./write.ts";

test("the ledger and the raw database do the same, and one thanks writes what it should", async () => {
	const { rows } = await measureWrite(await freshFolder(), { rounds: 1, thanksPerRound: 50 });
	expect(Object.fromEntries(rows.map(({ table, inserted }) => [table, inserted]))).toMatchObject({
		Entry: 1,
		Posting: 2,
		Words: 1,
		Receipt: 1,
		GivenDay: 1,
		Notice: 1,
	});
});

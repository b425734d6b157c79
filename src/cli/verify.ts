// `goodturn verify`: every law of the book, over the whole database.
import { verify } from "../ledger/verify.ts";
import type { CliCommand } from "./asked.ts";

export const verifyBook: CliCommand = async ({ storage, options, print }) => {
	const found = await verify(storage);
	if (options.json) print(JSON.stringify(found));
	else {
		for (const { law, community, what } of found.breaches) print(`broken: ${law} (community ${community}: ${what})`);
		const { entries, postings, accounts } = found;
		print(`${found.ok ? "ok" : "NOT ok"}: ${entries} entries, ${postings} postings, ${accounts} accounts`);
	}
	return found.ok ? 0 : 1;
};

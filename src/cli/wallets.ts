// `goodturn wallets`: every member's account, for whoever runs the bot. Never shown by the bot itself.
import { listAccounts } from "../ledger/accounts.ts";
import type { CliCommand } from "./asked.ts";

export const listWallets: CliCommand = async ({ storage, options, print }) => {
	const wallets = await listAccounts(storage, new Date());
	if (options.json) print(JSON.stringify(wallets, null, 1));
	else
		for (const { name, balance, setAside, floor } of wallets)
			print(`${name}: ${balance} (set aside ${setAside}, floor ${floor})`);
	return 0;
};

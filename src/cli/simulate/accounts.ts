// The accounts of one simulated year, in memory: who has what, and the laws of the book, asserted on every entry.
import { POT, type Posting, WORLD } from "../../rules/types.ts";

export type Accounts = {
	balance(id: number): number;
	pot(): number;
	/** All that was ever made, less what was unmade. */
	minted(): number;
	/** All there is, in wallets, set aside, and in the pot. */
	held(): number;
	/** Throws where the rules gave postings that no book takes. */
	enter(postings: readonly Posting[]): void;
};

export function createAccounts(): Accounts {
	const balances = new Map<number, number>();
	let minted = 0;
	const balance = (id: number) => balances.get(id) ?? 0;
	return {
		balance,
		pot: () => balance(POT),
		minted: () => minted,
		held: () => [...balances.values()].reduce((sum, credits) => sum + credits, 0),
		enter(postings) {
			const sum = postings.reduce((total, { amount }) => total + amount, 0);
			if (sum !== 0) throw new Error(`postings sum to ${sum}: ${JSON.stringify(postings)}`);
			for (const { accountId, amount, floor } of postings) {
				if (accountId === WORLD) minted -= amount;
				else {
					const after = balance(accountId) + amount;
					if (floor !== undefined && after < floor)
						throw new Error(`account ${accountId} would hold ${after}, under ${floor}`);
					// What is empty and gone is forgotten: a year has many favors.
					if (after === 0) balances.delete(accountId);
					else balances.set(accountId, after);
				}
			}
		},
	};
}

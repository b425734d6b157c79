#!/usr/bin/env node
// The command line beside a running bot: it looks, checks, and runs a job when asked. It never migrates and never
// sends: what a job owes is sent by the running bot. With --json, standard output holds JSON alone.
import { parseArgs } from "node:util";
import { readConfig, readEnvironment } from "../config.ts";
import { openStorage } from "../storage/open.ts";
import { Usage } from "./asked.ts";
import { backup } from "./backup.ts";
import { doctor } from "./doctor.ts";
import { runJob } from "./job.ts";
import { verifyBook } from "./verify.ts";
import { listWallets } from "./wallets.ts";

const USAGE = `goodturn: a bank of goodwill, from the command line

  goodturn verify [--json]      check every law of the book; exit 1 if one is broken
  goodturn wallets --json       every member's balance, what is set aside, and who they are
  goodturn job NAME [--now ISO-TIME] [--community ID]
                                run a job as the clock would: leaderboard, reminders, favors,
                                leavers, health
  goodturn backup [FILE] [--json]
                                copy the book, also while the bot runs, and check the copy
  goodturn doctor               check configuration, tokens, scopes, intents, database
  goodturn simulate [--help]    a year of a made-up team under a policy; needs no database

The database is the one that DATABASE_URL names.
`;

async function main(args: string[]): Promise<number> {
	const print = (text: string) => process.stdout.write(`${text}\n`);
	if (args[0] === "simulate") {
		const { simulate } = await import("./simulate/simulate.ts");
		return simulate(args.slice(1), print);
	}
	const { positionals, values: options } = parseArgs({
		args,
		allowPositionals: true,
		options: {
			json: { type: "boolean" },
			now: { type: "string" },
			community: { type: "string" },
			help: { type: "boolean", short: "h" },
		},
	});
	const [command, ...names] = positionals;
	if (options.help || command === undefined || command === "help") {
		print(USAGE);
		return command === undefined && !options.help ? 2 : 0;
	}
	const environment = readEnvironment(process.cwd());
	if (command === "doctor") return doctor(environment, print);
	if (command === "backup") return backup({ environment, names, json: options.json === true, now: new Date(), print });
	const run = new Map([
		["verify", verifyBook],
		["wallets", listWallets],
		["job", runJob],
	]).get(command);
	if (!run) throw new Usage(`There is no command ${JSON.stringify(command)}.`);
	const config = readConfig(environment);
	const storage = await openStorage(config.databaseUrl, { migrate: false, whole: command === "verify" });
	try {
		return await run({ storage, options, names, print });
	} finally {
		await storage.close();
	}
}

function explain(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	if (error instanceof Usage || ("code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"))) {
		return `${error.message}\n\n${(error instanceof Usage && error.howTo) || USAGE}`;
	}
	return ["ConfigProblems", "CannotOpen", "Damaged"].includes(error.name)
		? error.message
		: (error.stack ?? error.message);
}

main(process.argv.slice(2)).then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		process.stderr.write(`${explain(error)}\n`);
		process.exitCode = 2;
	},
);

// `goodturn doctor`: checks configuration, database, tokens, scopes and intents, and says for each problem what to mend.
// It changes nothing anywhere.
import { checkDiscord } from "../adapters/discord/check.ts";
import { checkSlack } from "../adapters/slack/check.ts";
import { type Config, ConfigProblems, type Environment, readConfig, secretsOf } from "../config.ts";
import { createLog } from "../log.ts";
import { examineDatabase, openStorage } from "../storage/open.ts";

/** One thing looked at: well when nothing was found. */
type Checkup = { name: string; well: string; findings: { problem: string; fix: string }[] };

export async function doctor(environment: Environment, print: (text: string) => void): Promise<number> {
	const checkups = await examine(environment);
	for (const { name, well, findings } of checkups) {
		if (findings.length === 0) print(`ok   ${name}: ${well}`);
		for (const { problem, fix } of findings) print(`MEND ${name}: ${problem}\n     → ${fix}`);
	}
	return checkups.every(({ findings }) => findings.length === 0) ? 0 : 1;
}

async function examine(environment: Environment): Promise<Checkup[]> {
	let config: Config;
	try {
		config = readConfig(environment);
	} catch (error) {
		if (!(error instanceof ConfigProblems)) throw error;
		const findings = error.problems.map(({ variable, problem, fix }) => ({ problem: `${variable} ${problem}`, fix }));
		return [{ name: "configuration", well: "", findings }];
	}
	const surfaces = [config.slack && "Slack", config.discord && "Discord", config.playground && "the playground"];
	const named = surfaces.filter((surface) => surface).join(", ");
	const configuration = { name: "configuration", well: named === "" ? "no platform is set up" : named, findings: [] };
	return [configuration, await database(config), ...(await platforms(config))];
}

async function database({ databaseUrl }: Config): Promise<Checkup> {
	const name = "database";
	try {
		const storage = await openStorage(databaseUrl, { migrate: false });
		try {
			await storage.ping();
			const [entries, members] = [await storage.db.entry.count(), await storage.db.member.count()];
			const { well, findings } = await examineDatabase(databaseUrl);
			return { name, well: `${well}, ${entries} entries, ${members} members`, findings };
		} finally {
			await storage.close();
		}
	} catch (error) {
		const problem = error instanceof Error ? error.message : String(error);
		// What cannot be opened says itself what to do about it.
		const fix = /Start the bot once/.test(problem)
			? "It is made when the bot starts: npm start"
			: "Then ask the doctor again.";
		return { name, well: "", findings: [{ problem, fix }] };
	}
}

async function platforms(config: Config): Promise<Checkup[]> {
	const log = createLog("silent", process.stderr, secretsOf(config));
	const checkups: Checkup[] = [];
	if (config.slack) {
		const { self, findings } = await checkSlack({ ...config.slack, readMessages: config.readMessages }, log);
		const mode = config.slack.mode.kind === "socket" ? "Socket Mode" : "HTTP";
		checkups.push({
			name: "Slack",
			well: `${self?.team.name ?? ""}, as ${self?.bot.name ?? ""}, over ${mode}`,
			findings,
		});
	}
	if (config.discord) {
		const { well, findings } = await checkDiscord({ ...config.discord, readMessages: config.readMessages });
		checkups.push({ name: "Discord", well, findings });
	}
	return checkups;
}

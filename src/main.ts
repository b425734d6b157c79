// The bot's entry: reads the configuration, starts, and stops when it is told to.
import { readConfig, readEnvironment, secretsOf } from "./config.ts";
import { startGoodturn } from "./goodturn.ts";
import { createLog } from "./log.ts";

async function main(): Promise<void> {
	const config = readConfig(readEnvironment(process.cwd()));
	const log = createLog(config.logLevel, process.stderr, secretsOf(config));
	const running = await startGoodturn(config, log);
	let stopping = false;
	const stop = (signal: NodeJS.Signals): void => {
		// A second signal means that somebody is in a hurry: what is committed is safe.
		if (stopping) process.exit(1);
		stopping = true;
		log.info({ signal }, "stopping");
		running.stop().then(
			() => process.exit(0),
			(error: unknown) => {
				log.error({ err: error }, "did not stop cleanly");
				process.exit(1);
			},
		);
	};
	process.on("SIGTERM", stop);
	process.on("SIGINT", stop);

	const platforms = [config.slack && "Slack", config.discord && "Discord"].filter((name) => name !== undefined);
	log.info(
		{ url: running.url, platforms },
		config.playground ? `Goodturn is open: try it at ${running.url}` : "Goodturn is open",
	);
}

/** Errors whose message is for whoever starts the bot: it says what to do. */
const FOR_PEOPLE = ["ConfigProblems", "CannotOpen", "SlackSetupError", "DiscordSetupError"];

function explain(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	if ("code" in error && error.code === "EADDRINUSE") {
		return "The port is taken, perhaps by another Goodturn. Stop that one, or set PORT to a free one.";
	}
	return FOR_PEOPLE.includes(error.name) ? error.message : (error.stack ?? error.message);
}

main().catch((error: unknown) => {
	process.stderr.write(`${explain(error)}\n`);
	process.exit(1);
});

// The doctor on the command line, beside a bot on the same server.
import { expect, test } from "vitest";
import { openRig } from "../ledger/rig.ts";
import { besides } from "../storage/postgres-fresh.ts";
import { goodturn, on } from "./command-line.ts";

test("tells what the server is, or what should be mended of it, and never its password", async () => {
	const rig = await openRig({ people: ["Ana", "Bo", "Cy", "Dee"] });
	const { rows } = await besides(rig.fresh.url, (client) => client.query<{ fsync: string }>("SHOW fsync"));
	const { code, out } = await goodturn(["doctor"], on(rig));
	if (rows[0]?.fsync === "on")
		expect(out).toMatch(/ok {3}database: the database .*PostgreSQL \d+.* entries, 4 members/u);
	else expect(out).toMatch(/MEND database: The server runs with fsync = off.*\n {5}→ Set fsync = on/u);
	expect(code).toBe(rows[0]?.fsync === "on" ? 0 : 1);
	const { password } = new URL(rig.fresh.url);
	if (password.length > 5) expect(out).not.toContain(password);
});

test("says what stands in the way of a database on a server", async () => {
	const environment = { DATABASE_URL: "postgres://goodturn:hush-hush@127.0.0.1:1/goodturn" };
	const { code, out } = await goodturn(["doctor"], { environment });
	expect(code).toBe(1);
	expect(out).toMatch(/MEND database: the database goodturn at 127\.0\.0\.1:1 does not answer/u);
	expect(out).not.toContain("hush-hush");
});

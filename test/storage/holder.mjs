// A process that holds community 1, has begun to change something in it, and never gets to the end by itself:
// `node holder.mjs <url>`. It says what became of it.
import { openStorage } from "../../dist/storage/open.js";

const storage = await openStorage(process.argv[2], { migrate: false });
try {
	await storage.transact([1], async (tx) => {
		const [row] = await tx.find("Account", [{ communityId: 1, id: 2 }]);
		await tx.put("Account", [{ ...row, balance: 1_000 }]);
		await tx.find("Account", [{ communityId: 1, id: 2 }]);
		process.stdout.write("holds it\n");
		// Long enough to be stopped meanwhile.
		await new Promise((resolve) => setTimeout(resolve, 1_000));
	});
	process.stdout.write("committed\n");
} catch (error) {
	process.stdout.write(`${error.name}\n`);
}
await storage.close();

// A process that writes to a database and says what was acknowledged: `node writer.mjs <url> <way> <times>`.
import { openStorage } from "../../dist/storage/open.js";

const [url, way, times] = process.argv.slice(2);
const storage = await openStorage(url);
const key = { communityId: 1, id: 2 };

const ways = {
	/** Reads, then writes, on the raw path. */
	raw: () =>
		storage.transact([1], async (tx) => {
			const [row] = await tx.find("Account", [key]);
			await tx.put("Account", [{ ...row, balance: row.balance + 1 }]);
			return row.balance + 1;
		}),
	/** The same by Prisma's model API. */
	prisma: () =>
		storage.db.$transaction(async (tx) => {
			const row = await tx.account.findUniqueOrThrow({ where: { communityId_id: key } });
			await tx.account.update({ where: { communityId_id: key }, data: { balance: row.balance + 1 } });
			return row.balance + 1;
		}),
};

for (let time = 0; time < Number(times); time++) process.stdout.write(`${await ways[way]()}\n`);
await storage.close();

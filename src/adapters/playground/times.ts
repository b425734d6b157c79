// Times as the playground's pages show them, all in one zone: the community's. The only words are those of Intl.

export type Times = ReturnType<typeof createTimes>;

export function createTimes(timezone: string) {
	const format = (options: Intl.DateTimeFormatOptions) =>
		new Intl.DateTimeFormat("en-GB", { ...options, timeZone: timezone });
	const time = format({ hour: "2-digit", minute: "2-digit" });
	const day = format({ weekday: "long", day: "numeric", month: "long" });
	const full = format({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
	const key = new Intl.DateTimeFormat("en-CA", { timeZone: timezone });
	return {
		timezone,
		/** 10:14 */
		time: (at: number): string => time.format(at),
		/** Monday 23 November */
		day: (at: number): string => day.format(at),
		/** Mon, 23 Nov 2026 */
		date: (at: number): string => full.format(at),
		/** 2026-11-23 */
		dayKey: (at: number): string => key.format(at),
	};
}

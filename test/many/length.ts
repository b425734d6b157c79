// How long the tests of many processes take: `npm run many` does all of it at length, the ordinary suite shows that it works.
export const atLength = process.env["MANY"] === "long";
export const times = (short: number, long: number): number => (atLength ? long : short);

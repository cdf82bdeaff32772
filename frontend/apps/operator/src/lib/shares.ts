// The shares of a payout plan, as a person turns them: always 100.0 % together.

export type Row = { place: number; to: number; share: number };

/** One share a place, from rows that may give several places the same. */
export function spread(rows: readonly Row[]): number[] {
	const list: number[] = [];
	for (const r of rows) for (let p = r.place; p <= r.to; p++) list.push(r.share);
	return list;
}

/** Shares in percent with one decimal from amounts; the rest of the rounding goes to first. */
export function sharesOf(amounts: readonly number[]): number[] {
	const sum = amounts.reduce((a, b) => a + b, 0);
	if (sum <= 0) return amounts.length > 0 ? sharesOf(amounts.map(() => 1)) : [];
	return toHundred(amounts.map((a) => (a * 1000) / sum));
}

/** The same shares for another number of places: the last ones fall away, or smaller ones follow. */
export function reshare(shares: readonly number[], places: number): number[] {
	const list = shares.slice(0, places);
	while (list.length < places) list.push((list[list.length - 1] ?? 100) * 0.85);
	const sum = list.reduce((a, b) => a + b, 0);
	return toHundred(list.map((s) => (s * 1000) / sum));
}

export const rowsOf = (shares: readonly number[]): Row[] => shares.map((share, i) => ({ place: i + 1, to: i + 1, share }));

/** Tenths of a percent, rounded down, never zero, first takes the rest. */
function toHundred(tenths: number[]): number[] {
	const down = tenths.map((t) => Math.max(1, Math.floor(t + 1e-9)));
	const rest = 1000 - down.reduce((a, b) => a + b, 0);
	return down.map((t, i) => (i === 0 ? t + rest : t) / 10);
}

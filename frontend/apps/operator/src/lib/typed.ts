// What people type: chips with or without marks, money in whole units or with decimals.

/** A whole number as typed: "25,000", "25.000", "25 000" and "25k" are all 25000. Undefined if it is none. */
export function whole(s: string): number | undefined {
	const m = /^(\d{1,3}(?:[ .,\u00a0]\d{3})+|\d+)\s*(k)?$/i.exec(s.trim());
	if (!m?.[1]) return undefined;
	const n = Number(m[1].replace(/\D/g, '')) * (m[2] ? 1000 : 1);
	return Number.isSafeInteger(n) ? n : undefined;
}

/** An amount as typed, in minor units; `digits` decimals make one unit. Undefined if it is none. */
export function minor(s: string, digits: number): number | undefined {
	const m = /^([\u2212-]?)\s*(.*)$/.exec(s.trim());
	const body = m?.[2] ?? '';
	const split = digits > 0 ? new RegExp(`^(.*)[.,](\\d{1,${digits}})$`).exec(body) : null;
	// "1.000" with two decimals is a thousand, "1.50" is one and a half.
	const units = whole(split?.[1] ?? body);
	if (units === undefined) return undefined;
	const rest = split ? Number((split[2] ?? '').padEnd(digits, '0')) : 0;
	const n = units * 10 ** digits + rest;
	return m?.[1] ? -n : n;
}

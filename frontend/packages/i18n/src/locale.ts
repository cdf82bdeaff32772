// The languages Felt speaks. English is the one every message is written in first.
export const locales = ['en', 'da', 'de'] as const;
export type Locale = (typeof locales)[number];

/** The first wanted language that Felt speaks; English when it speaks none of them. */
export function pickLocale(wanted: readonly (string | null | undefined)[]): Locale {
	for (const w of wanted) {
		const base = (w ?? '').toLowerCase().split('-')[0];
		const found = locales.find((l) => l === base);
		if (found) return found;
	}
	return 'en';
}

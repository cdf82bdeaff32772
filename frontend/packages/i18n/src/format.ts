// Figures, money, ordinals and times as a language writes them. Everything a person
// reads goes through here: no page builds a number by hand.
import type { Locale } from './locale.ts';

/** An amount in minor units (øre, cents) and its ISO 4217 currency. */
export type Money = { amount: number; currency: string };

/** Money in pieces, so that the mark can be drawn smaller than the figure. */
export type MoneyParts = { before: string; figure: string; after: string };

const regions: Record<Locale, string> = { en: 'en-GB', da: 'da-DK', de: 'de-DE' };
const minus = (s: string) => s.replace('-', '\u2212');

export class Format {
	readonly locale: Locale;
	readonly tag: string;
	#plain: Intl.NumberFormat;
	#one: Intl.NumberFormat;
	#plural: Intl.PluralRules;
	#collator: Intl.Collator;
	#money = new Map<string, { whole: Intl.NumberFormat; exact: Intl.NumberFormat; unit: number }>();
	#zone: string | undefined;

	/** timeZone is the venue's; without one times are the device's own. */
	constructor(locale: Locale, timeZone?: string) {
		this.locale = locale;
		this.tag = regions[locale];
		this.#zone = timeZone;
		this.#plain = new Intl.NumberFormat(this.tag, { maximumFractionDigits: 0 });
		this.#one = new Intl.NumberFormat(this.tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
		this.#plural = new Intl.PluralRules(this.tag, { type: 'ordinal' });
		this.#collator = new Intl.Collator(this.tag, { sensitivity: 'base', numeric: true });
	}

	/** A whole number: chips, players. "52,850". */
	number(n: number): string {
		return minus(this.#plain.format(n));
	}

	/** Blinds on a TV: from 100,000 in thousands, "100K". */
	blind(n: number): string {
		return n >= 100_000 && n % 1000 === 0 ? this.number(n / 1000) + 'K' : this.number(n);
	}

	/** One decimal: big blinds, "23.6". */
	tenth(n: number): string {
		return minus(this.#one.format(n));
	}

	/** A share in basis points (1/100 of a percent) as a percentage: 2690 is "26.9%". */
	share(basis: number): string {
		return minus(
			new Intl.NumberFormat(this.tag, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 2 }).format(
				basis / 10_000
			)
		);
	}

	/** The figure of an amount without its currency: "52,850", decimals only where there are any. */
	amount(m: Money): string {
		const { whole, exact, unit } = this.#for(m.currency);
		const figure = (m.amount % unit === 0 ? whole : exact)
			.formatToParts(m.amount / unit)
			.filter((p) => p.type !== 'currency' && p.type !== 'literal')
			.map((p) => p.value)
			.join('');
		return minus(figure);
	}

	/** An amount with its currency, placed as the language does: "kr 52,850", "52.850 kr.", "52.850 €". */
	money(m: Money): string {
		const { before, figure, after } = this.moneyParts(m);
		return [before, figure, after].filter(Boolean).join('\u00a0');
	}

	moneyParts(m: Money): MoneyParts {
		const { whole, unit } = this.#for(m.currency);
		let before = '';
		let after = '';
		let seen = false;
		for (const p of whole.formatToParts(m.amount / unit)) {
			if (p.type === 'integer') seen = true;
			if (p.type !== 'currency') continue;
			if (seen) after = p.value;
			else before = p.value;
		}
		return { before, figure: this.amount(m), after };
	}

	/** How many minor units make one of the currency: 100 for kroner, 1 for yen. */
	unit(currency: string): number {
		return this.#for(currency).unit;
	}

	/** "26th", "nr. 26", "26." */
	ordinal(n: number): string {
		if (this.locale === 'da') return `nr. ${this.number(n)}`;
		if (this.locale === 'de') return `${this.number(n)}.`;
		const ends: Record<string, string> = { one: 'st', two: 'nd', few: 'rd' };
		return this.number(n) + (ends[this.#plural.select(n)] ?? 'th');
	}

	/** Time of day, 24 h: "22:52". Takes RFC 3339 or Unix milliseconds. */
	time(at: string | number | Date): string {
		return this.#date(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).replace('.', ':');
	}

	/** A day: "Fri 27 Feb". */
	day(at: string | number | Date): string {
		return this.#date(at, { weekday: 'short', day: 'numeric', month: 'short' });
	}

	/** Time on a clock, rounded up so that 0:01 is shown until the second is over: "12:47", "1:02:05". */
	countdown(ms: number): string {
		const s = Math.max(0, Math.ceil(ms / 1000));
		const two = (n: number) => String(n).padStart(2, '0');
		const h = Math.floor(s / 3600);
		const rest = `${two(Math.floor((s % 3600) / 60))}:${two(s % 60)}`;
		return h > 0 ? `${h}:${rest}` : rest;
	}

	/** Names in the order a person of the language looks for them. */
	sortBy<T>(list: readonly T[], name: (x: T) => string): T[] {
		return [...list].sort((a, b) => this.#collator.compare(name(a), name(b)));
	}

	#date(at: string | number | Date, options: Intl.DateTimeFormatOptions): string {
		return new Intl.DateTimeFormat(this.tag, { ...options, timeZone: this.#zone }).format(new Date(at));
	}

	#for(currency: string) {
		let f = this.#money.get(currency);
		if (!f) {
			const base = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
			const exact = new Intl.NumberFormat(this.tag, base);
			const digits = exact.resolvedOptions().maximumFractionDigits ?? 2;
			const whole = new Intl.NumberFormat(this.tag, { ...base, minimumFractionDigits: 0, maximumFractionDigits: 0 });
			f = { whole, exact, unit: 10 ** digits };
			this.#money.set(currency, f);
		}
		return f;
	}
}

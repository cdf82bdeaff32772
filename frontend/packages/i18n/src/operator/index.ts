// The operator's messages; only the language asked for is loaded.
import type { Locale } from '../locale.ts';
import type { Messages } from './en.ts';

export type { Messages } from './en.ts';

const files: Record<Locale, () => Promise<Messages>> = {
	en: () => import('./en.ts').then((m) => m.en),
	da: () => import('./en.ts').then((m) => m.en),
	de: () => import('./en.ts').then((m) => m.en)
};

export const load = (locale: Locale): Promise<Messages> => files[locale]();

// The operator's messages; only the language asked for is loaded.
import type { Locale } from '../locale.ts';
import type { Messages } from './en.ts';

export type { Messages } from './en.ts';

const files: Record<Locale, () => Promise<Messages>> = {
	en: () => import('./en.ts').then((m) => m.en),
	da: () => import('./da.ts').then((m) => m.da),
	de: () => import('./de.ts').then((m) => m.de)
};

export const load = (locale: Locale): Promise<Messages> => files[locale]();

// Languages of the apps, and figures as each language writes them.
export { locales, pickLocale, type Locale } from './locale.ts';
export { Format, type Money, type MoneyParts } from './format.ts';

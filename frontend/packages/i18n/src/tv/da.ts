import { da as words } from '../words/da.ts';
import type { Messages } from './en.ts';

export const da: Messages = {
	...words,
	boxNotHeard: (age) => `Boksen ikke hørt i ${age}, uret går videre`,
	boxStill: (age) => `Boksen ikke hørt i ${age}`,
	connecting: 'Leder efter boksen',
	nothingOn: 'Ingen turnering er i gang',
	pickHere: 'Hvilken skal skærmen vise?',
	chipsOff: (chips) => `${chips}-chips går ud`,
	chipsOffHow: 'Bliv siddende, dealerne veksler nu',
	phone: 'Din plads, uret og præmierne',
	phoneCode: (url) => `QR-kode: ${url}`,
	addOnNow: 'Add-on sælges nu',
	registrationCloses: 'Tilmelding lukker efter pausen',
	winner: 'Vinder'
};

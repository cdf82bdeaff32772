import { de as words } from '../words/de.ts';
import type { Messages } from './en.ts';

export const de: Messages = {
	...words,
	boxNotHeard: (age) => `Box seit ${age} nicht gehört, Uhr läuft weiter`,
	boxStill: (age) => `Box seit ${age} nicht gehört`,
	connecting: 'Sucht die Box',
	nothingOn: 'Kein Turnier läuft',
	pickHere: 'Welches zeigt dieser Bildschirm?',
	chipsOff: (chips) => `${chips}er-Chips gehen raus`,
	chipsOffHow: 'Bitte sitzen bleiben, die Dealer tauschen jetzt',
	phone: 'Dein Platz, die Uhr und die Preise',
	phoneCode: (url) => `QR-Code: ${url}`,
	addOnNow: 'Add-ons gibt es jetzt',
	registrationCloses: 'Anmeldung schließt nach der Pause',
	winner: 'Sieger'
};

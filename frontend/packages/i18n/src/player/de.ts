import { de as words } from '../words/de.ts';
import type { Messages } from './en.ts';

export const de: Messages = {
	...words,
	connecting: 'Sucht die Box',
	nothingOn: 'Hier läuft kein Turnier',
	nothingOnText: 'Diese Seite zeigt deinen Platz, sobald eines beginnt.',
	pick: 'Welches Turnier?',
	tabSeat: 'Platz',
	tabCounts: 'Chips',
	tabPayouts: 'Preise',
	findYourself: 'Such deinen Namen',
	findText: 'Dann zeigt diese Seite deinen Platz, und wohin du gehst, wenn du umgesetzt wirst.',
	notMe: 'Das bin ich nicht',
	outIn: (place) => `Raus als ${place}`,
	noSeat: 'Kein Platz',
	noSeatText: 'Frag am Tresen.',
	rank: (place, n) => `${place} von ${n}`,
	poolPaid: (n) => `Preispool, ${n} bezahlt`,
	entriesSold: (entries, addOns, addOnText) =>
		addOns > 0 ? `${entries} Einkäufe, ${addOnText} Add-ons.` : `${entries} Einkäufe.`,
	noCounts: 'Noch keine Chipstände',
	noCountsText: 'Gezählt wird während des Spiels.',
	noPayouts: 'Die Preise stehen noch nicht fest',
	lost: 'Dein Telefon hat den Raum verloren. Die Uhr läuft auf eigene Zeit weiter und holt von selbst auf.',
	movedTo: 'Dein neuer Platz'
};

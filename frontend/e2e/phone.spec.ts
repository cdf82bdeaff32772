// A player's phone on plain HTTP: seat, clock and payouts, and nothing that needs a secure context.
import { accessible, expect, test } from './fixtures.ts';
import { names } from './desk.ts';
import { figure, secondsLeft } from './figures.ts';
import { button } from './hands.ts';

test('a phone finds its player by name and follows the seat, the clock and the payouts', async ({ eyes, box }) => {
	const desk = await box.desk();
	const night = await desk.tournament({ players: names.slice(0, 6), tables: 2, seats: 6 });
	await night.do('/clock/start');
	const phone = await eyes.phone('/play');
	expect(await phone.evaluate(() => isSecureContext)).toBe(false);
	expect(await phone.evaluate(() => 'serviceWorker' in navigator)).toBe(false);
	await expect(phone.getByRole('heading', { name: 'Friday Deepstack' })).toBeVisible();
	await accessible(phone);
	await phone.getByLabel('Find your name').fill('viktor');
	await button(phone, 'Viktor Holm').click();

	const row = async () => Object.values(await desk.get<Record<string, any>>(`/api/room/tournaments/${night.id}/seats`)).find((s) => s.name === 'Viktor Holm');
	const seat = await row();
	const card = phone.locator('.card');
	await expect(card).toContainText(new RegExp(`Table\\s*${seat.table}\\s*Seat\\s*${seat.seat}`));
	await expect(figure(phone, /^Blinds$/)).toHaveText('100/200');
	await expect(figure(phone, /^Players$/)).toHaveText(/^6/);
	const left = await secondsLeft(phone);
	await expect.poll(() => secondsLeft(phone)).toBeLessThan(left);
	await accessible(phone);

	// Moved by the desk: the new seat stands there without a touch.
	const to = { table: seat.table, seat: seat.seat === 6 ? 5 : 6 };
	await night.do(`/entries/${seat.entry}/move`, { from: { table: seat.table, seat: seat.seat }, to, reason: 'by_hand' });
	await expect(card).toContainText(new RegExp(`Table\\s*${to.table}\\s*Seat\\s*${to.seat}`));

	await night.do('/counts', { counts: [{ entry: seat.entry, chips: 31500 }] });
	await expect(card).toContainText('31,500');
	await expect(card).toContainText('157.5 BB');
	await button(phone, 'Counts').click();
	await expect(phone.getByRole('listitem').filter({ hasText: 'Viktor Holm' })).toContainText('31,500');
	await accessible(phone);

	await button(phone, 'Payouts').click();
	await expect(phone.locator('.pool')).toContainText('3,000');
	const prizes = await phone.locator('ol.pay em').allInnerTexts();
	expect(prizes.map((p) => Number(p.replace(/\D/g, '')))).toEqual([1500, 900, 600]);
	await accessible(phone);

	// Out, and still told so after the page was closed and opened again.
	await night.do(`/entries/${seat.entry}/bust`, { by: [] });
	await phone.reload();
	await expect(card).toContainText('Out in 6th');
	await expect(figure(phone, /^Players$/)).toHaveText(/^5/);
});

test('the phone is small: under 60 KB without fonts', async ({ eyes, box }) => {
	const desk = await box.desk();
	await desk.tournament({ players: names.slice(0, 2) });
	const phone = await eyes.phone('/play');
	await expect(phone.getByRole('timer')).toBeVisible();
	const bytes = await phone.evaluate(() =>
		[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
			.map((e) => e as PerformanceResourceTiming)
			.filter((e) => !e.name.endsWith('.woff2'))
			.reduce((n, e) => n + e.encodedBodySize, 0)
	);
	expect(bytes).toBeGreaterThan(10_000);
	expect(bytes).toBeLessThan(60 * 1024);
});

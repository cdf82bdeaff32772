// Every page in the middle of the published evening, at the sizes it is made for: no serious
// finding of axe, nothing that runs out of the page. With FELT_SHOTS=1 the pictures of
// docs/screenshots are taken anew.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { accessible, expect, phone, test, tv, type Page } from './fixtures.ts';
import { evening } from './evening.ts';
import { button, firstRun } from './hands.ts';

const folder = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));

/** The page as it stands: it fits its width, axe finds nothing serious, and it is photographed. */
async function looks(page: Page, name: string): Promise<void> {
	await page.evaluate(() => document.fonts.ready);
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	expect.soft(wide, `${name}: nothing runs out of the page to the side`).toBeLessThanOrEqual(0);
	if (process.env.FELT_SHOTS) {
		mkdirSync(folder, { recursive: true });
		await page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled', scale: 'css' });
	}
	await accessible(page);
}

const level12 = (left: number) => ({ item: 14, left_ms: left });

test('the pages of the desk at 22:52 of the evening', async ({ eyes, box }) => {
	test.setTimeout(300_000);
	const desk = await box.desk();
	const night = await evening(desk, '2026-02-27T22:52:13+01:00');
	await night.do('/clock/set', level12(767_000)); // 12:47 are left of level 12
	const page = await eyes.signedIn(desk, `/#/t/${night.id}`);
	await expect(button(page, '25 in')).toBeVisible();
	await expect(page.getByText('Level 12', { exact: true })).toBeVisible();
	await expect(page.getByText('52,850').first()).toBeVisible();
	await looks(page, 'operator-live');
	const nav = page.getByRole('navigation', { name: 'Main' });
	const to = (word: string) => nav.getByRole('link', { name: word, exact: true }).click();
	await to('Tables');
	await expect(page.locator('.tbl').first()).toBeVisible();
	await looks(page, 'operator-tables');
	await to('Players');
	await page.getByLabel('Name or member number').fill('vik');
	await button(page, /Viktor/).first().click();
	await looks(page, 'operator-register');
	await to('Money');
	await expect(page.getByText('Adds up to kr 52,850')).toBeVisible();
	await looks(page, 'operator-money');
	await button(page, 'Deal').click();
	await looks(page, 'operator-deal');
	await button(page, 'Close night').click();
	await looks(page, 'operator-close');
	await to('Levels');
	await looks(page, 'operator-levels');
	await to('Screens');
	await looks(page, 'operator-screens');
	await to('More');
	await expect(page.getByRole('heading', { name: 'People' })).toBeVisible();
	await looks(page, 'operator-more');
	await button(page, 'Light').click();
	await page.goto(`${box.staff}/#/t/${night.id}`);
	await expect(button(page, '25 in')).toBeVisible();
	await looks(page, 'operator-live-light');
	await page.goto(`${box.staff}/#/t/${night.id}/log`);
	await expect(page.getByRole('heading', { name: 'Log' })).toBeVisible();
	await looks(page, 'operator-log-light');
	await page.goto(`${box.staff}/#/new`);
	await button(page, 'Suggest levels').click();
	await expect(page.getByText(/\d+ levels, \d+ breaks/)).toBeVisible();
	await looks(page, 'operator-new-light');

	const small = await eyes.signedIn(desk, `/#/t/${night.id}`, phone);
	await expect(button(small, '25 in')).toBeVisible();
	await looks(small, 'operator-phone');
	for (const word of [/^Move /, 'Other seat', 'Later']) await button(small, word).click({ trial: true }); // nothing lies over them
});

test('the TV and the phone at 22:52, in the break and at the end', async ({ eyes, box }) => {
	test.setTimeout(300_000);
	const desk = await box.desk();
	const night = await evening(desk, '2026-02-27T22:52:13+01:00');
	await night.do('/clock/set', level12(767_000));
	const wall = await eyes.tv(`/display?tournament=${night.id}`, tv);
	await expect(wall.getByText('Level 12', { exact: true })).toBeVisible();
	await looks(wall, 'tv-clock');
	const hand = await eyes.phone(`/play?tournament=${night.id}`);
	await hand.getByLabel('Find your name').fill('anja');
	await looks(hand, 'phone-find');
	await button(hand, /Anja Thorup/).click();
	await looks(hand, 'phone-seat');
	await button(hand, 'Counts').click();
	await looks(hand, 'phone-counts');
	await button(hand, 'Payouts').click();
	await looks(hand, 'phone-payouts');
	await night.do('/level/advance');
	await expect(wall.getByText('Break', { exact: true })).toBeVisible();
	await looks(wall, 'tv-break');
	await button(hand, 'Seat').click();
	await looks(hand, 'phone-break');
});

test('the pages before the sign-in', async ({ eyes, box }) => {
	const page = await eyes.staff();
	await expect(button(page, 'Next')).toBeVisible();
	await looks(page, 'first-run');
	await firstRun(page, box);
	await looks(page, 'first-run-key');
	await button(page, 'It is written down').click();
	await expect(page.getByRole('heading', { name: 'Tournaments' })).toBeVisible();
	await looks(page, 'operator-tournaments');
	await page.getByRole('link', { name: 'More' }).click();
	await button(page, 'Sign out').click();
	await expect(page.getByRole('heading', { name: 'Liv, your PIN' })).toBeVisible();
	await looks(page, 'sign-in');
	await looks(await eyes.staff(), 'pair');
	await looks(await eyes.tv('/display', tv), 'tv-waiting');
});

// What hands do on the pages of the desk, named as a person would say it.
import { expect, type Page } from '@playwright/test';
import { owner } from './desk.ts';
import type { Box } from './box.ts';
import type { Eyes } from './fixtures.ts';

const button = (page: Page, name: string | RegExp, exact = true) => page.getByRole('button', { name, exact: exact && typeof name === 'string' });

/** Six digits on the pad on the screen. */
export async function pin(page: Page, digits: string): Promise<void> {
	for (const d of digits) await button(page, d).click();
}

/** First run from a tablet of the room, up to the page with the recovery code. Gives the code. */
export async function firstRun(page: Page, box: Box, venue = 'Kløver Poker Room'): Promise<string> {
	await expect(page.getByRole('heading', { name: 'Which language does the room speak?' })).toBeVisible();
	await button(page, 'English').click();
	await button(page, 'Next').click();
	await page.getByLabel('Name of the room').fill(venue);
	await button(page, 'Next').click();
	await page.getByLabel('Your name').fill(owner.name);
	await page.getByLabel('Name of this device').fill('Desk');
	await page.getByLabel('Set-up code').fill(box.setupCode);
	await pin(page, owner.pin);
	await expect(page.getByText('The same PIN again')).toBeVisible();
	await pin(page, owner.pin);
	await button(page, 'Set up this box').click();
	await expect(page.getByRole('heading', { name: 'Write down the recovery code' })).toBeVisible();
	const shown = await page.locator('.box .fig').allInnerTexts();
	return shown.map((group) => group.replace(/^\d+\s+/, '').trim()).join('-');
}

/** A paired tablet of the owner's, signed in: by a code from the desk and the PIN on the pad. */
export async function pair(page: Page, code: string): Promise<void> {
	await page.getByLabel('Pairing code').fill(code);
	await button(page, 'Pair this device').click();
}

/** Picks a face and gives the PIN. */
export async function signIn(page: Page, name = owner.name, digits = owner.pin): Promise<void> {
	const first = name.split(' ')[0]!;
	const face = button(page, new RegExp(`${first}$`));
	await expect(face).toBeVisible();
	if ((await face.getAttribute('aria-pressed')) !== 'true') await face.click();
	await expect(page.getByRole('heading', { name: `${first}, your PIN` })).toBeVisible();
	await pin(page, digits);
}

/** Does something that asks for the PIN once more, and gives it. The browser notes the box's
 * first answer, a 403, as an error; it is none. */
export async function withPin(eyes: Eyes, page: Page, does: () => Promise<void>): Promise<void> {
	const sheet = page.getByRole('dialog', { name: 'Your PIN again' });
	await eyes.expecting(/status of 403/, async () => {
		await does();
		await expect(sheet).toBeVisible();
	});
	for (const d of owner.pin) await sheet.getByRole('button', { name: d, exact: true }).click();
	await expect(sheet).toHaveCount(0);
}

export { button };

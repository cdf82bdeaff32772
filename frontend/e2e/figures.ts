// What stands on a screen, read as a guest reads it.
import { expect, type Locator, type Page } from '@playwright/test';

/** The figure below a label, on a TV or a phone. */
export const figure = (page: Page, label: string | RegExp): Locator =>
	page.locator('dt').filter({ hasText: label }).first().locator('xpath=following-sibling::dd[1]');

export const timer = (page: Page): Locator => page.getByRole('timer').first();

/** Seconds on a clock face: "12:47" or "1:02:05". */
export async function secondsLeft(page: Page): Promise<number> {
	const text = (await timer(page).innerText()).trim();
	expect(text).toMatch(/^(\d+:)?\d\d:\d\d$/);
	return text.split(':').reduce((n, part) => n * 60 + Number(part), 0);
}

/** What came over the page's live socket from now on. */
export function frames(page: Page): { changes: string[]; pongs: number } {
	const heard = { changes: [] as string[], pongs: 0 };
	page.on('websocket', (socket) =>
		socket.on('framereceived', ({ payload }) => {
			const text = String(payload);
			if ((JSON.parse(text) as { type: string }).type === 'pong') heard.pongs++;
			else heard.changes.push(text);
		})
	);
	return heard;
}

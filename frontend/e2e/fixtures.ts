// What every test gets: a box of its own, and pages whose errors fail it.
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { Box } from './box.ts';
import type { Desk } from './desk.ts';

export { expect } from '@playwright/test';
export type { Page } from '@playwright/test';

export const tablet = { width: 1180, height: 820 };
export const phone = { width: 390, height: 844 };
export const tv = { width: 1920, height: 1080 };

/** Opens pages and hears their errors. */
export class Eyes {
	readonly errors: string[] = [];
	#expected: RegExp[] = [];
	#open: BrowserContext[] = [];
	constructor(
		readonly browser: Browser,
		readonly box: Box
	) {}

	/** A tablet of the staff. Its owner trusted the box's certificate authority, as the pages ask
	 * for; that the certificate would hold is a test of its own. */
	async staff(path = '/', size = tablet): Promise<Page> {
		return this.#page(`${this.box.staff}${path}`, { viewport: size, ignoreHTTPSErrors: true });
	}
	/** A tablet that is paired and signed in already, as the desk's own hands are. */
	async signedIn(desk: Desk, path: string, size = tablet): Promise<Page> {
		return this.#page(`${this.box.staff}${path}`, { viewport: size, ignoreHTTPSErrors: true }, (context) =>
			context.addCookies([...desk.cookies].map(([name, value]) => ({ name: name.replace('felt-local-', '__Host-felt-'), value, url: this.box.staff, secure: true, httpOnly: true })))
		);
	}
	/** A guest's phone, on plain HTTP. */
	async phone(path: string, size = phone): Promise<Page> {
		return this.#page(`${this.box.room}${path}`, { viewport: size, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });
	}
	/** A screen on the wall, on plain HTTP. */
	async tv(path: string, size = tv): Promise<Page> {
		return this.#page(`${this.box.room}${path}`, { viewport: size });
	}

	/** Runs something in the course of which the browser reports an error that belongs to it. */
	async expecting<T>(error: RegExp, during: () => Promise<T>): Promise<T> {
		this.#expected.push(error);
		try {
			return await during();
		} finally {
			this.#expected.pop();
		}
	}

	async #page(url: string, options: Parameters<Browser['newContext']>[0], before?: (c: BrowserContext) => Promise<void>): Promise<Page> {
		const context = await this.browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Copenhagen', reducedMotion: 'reduce', ...options });
		this.#open.push(context);
		await before?.(context);
		context.on('weberror', (e) => this.#hear(String(e.error().stack ?? e.error())));
		context.on('console', (m) => {
			if (m.type() === 'error') this.#hear(`${m.text()} (${m.location().url})`);
		});
		const page = await context.newPage();
		await page.goto(url);
		return page;
	}

	#hear(error: string): void {
		if (!this.#expected.some((e) => e.test(error))) this.errors.push(error);
	}

	async close(): Promise<void> {
		for (const c of this.#open) await c.close();
	}
}

export const test = base.extend<{ box: Box; eyes: Eyes }>({
	box: async ({}, use, info) => {
		const box = await Box.start();
		await use(box);
		await box.stop();
		if (info.status !== info.expectedStatus) await info.attach('leaf', { body: box.said, contentType: 'text/plain' });
		expect(box.said, 'the leaf did not panic').not.toMatch(/panic|level=ERROR/);
	},
	eyes: async ({ browser, box }, use) => {
		const eyes = new Eyes(browser, box);
		await use(eyes);
		await eyes.close();
		expect(eyes.errors, 'errors on the pages').toEqual([]);
	}
});

/** No serious and no critical finding of axe on the page as it stands. */
export async function accessible(page: Page): Promise<void> {
	const found = await new AxeBuilder({ page }).analyze();
	const bad = found.violations
		.filter((v) => v.impact === 'serious' || v.impact === 'critical')
		.map((v) => `${v.id} (${v.impact}): ${v.help}\n  ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join('\n  ')}`);
	expect(bad, `axe on ${page.url()}`).toEqual([]);
}

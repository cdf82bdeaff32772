// A night's work at the pages of one tournament, and what the room sees of it.
import { expect, type Page } from '@playwright/test';
import { figure } from './figures.ts';
import { button } from './hands.ts';

export type Row = { entry: number; player: string; name: string; status: string; table?: number; seat?: number; latest: boolean };

export class Floor {
	constructor(
		readonly page: Page,
		readonly tournament: string
	) {}

	/** To a page of the tournament, by the nav. */
	async to(word: 'Live' | 'Tables' | 'Players' | 'Money' | 'Levels' | 'Screens'): Promise<void> {
		await this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: word, exact: true }).click();
	}

	/** Who is in and where, as the box has it: to pick somebody, never to compare with. */
	async entries(): Promise<Row[]> {
		return this.page.evaluate(async (id) => Object.values((await (await fetch(`/api/tournaments/${id}/entries`)).json()) as Record<string, Row>), this.tournament);
	}
	async in(): Promise<Row[]> {
		return (await this.entries()).filter((e) => e.status === 'in');
	}
	async at(table: number): Promise<Row[]> {
		return (await this.in()).filter((e) => e.table === table);
	}

	/** Sells a stack on the Players page and reads the seat off the receipt. */
	async register(name: string, o: { method?: 'Cash' | 'MobilePay'; known?: boolean; price: string; kind?: string }): Promise<{ table: number; seat: number }> {
		const { page } = this;
		const first = name.split(' ')[0]!;
		await page.getByLabel('Name or member number').fill(name);
		if (o.known) await button(page, new RegExp(`^${name}`)).click();
		else await button(page, new RegExp(`New player “${name}”`)).click();
		if (o.kind) await expect(page.locator('.offer')).toContainText(o.kind);
		await button(page, o.method ?? 'Cash').click();
		await button(page, `Take ${o.price} and seat ${first}`).click();
		const paper = page.getByRole('region', { name: 'Receipt' });
		await expect(paper).toContainText(name);
		const [, table, seat] = /Table\s*(\d+)\s*Seat\s*(\d+)/.exec(await paper.innerText()) ?? [];
		return { table: Number(table), seat: Number(seat) };
	}

	/** Two taps on the Live page: out, and who took the chips. */
	async bust(name: string, by: string): Promise<void> {
		await button(this.page, `Out: ${name}`).click();
		const sheet = this.page.getByRole('dialog', { name: `${name} is out. Who took the chips?` });
		await sheet.getByRole('button', { name: by }).click();
		await expect(sheet).toHaveCount(0);
		await expect(button(this.page, `Out: ${name}`)).toHaveCount(0);
	}

	/** Opens what can be done for one player. */
	async open(name: string) {
		const row = this.page.getByRole('listitem').filter({ hasText: name }).getByRole('button').first();
		await row.click();
		const sheet = this.page.getByRole('dialog', { name });
		if (!(await sheet.isVisible())) await row.click();
		await expect(sheet).toBeVisible();
		return sheet;
	}
}

/** Everything in the room that must be current after a step. */
export class Room {
	constructor(
		readonly tv: Page,
		readonly phone: Page,
		readonly colleague: Page
	) {}

	async shows(o: { players: number; people: number; entries?: number; pool?: string }): Promise<void> {
		const players = new RegExp(`^${o.players}\\s*of ${o.people}$`);
		await expect(figure(this.tv, /^Players$/)).toHaveText(players);
		await expect(figure(this.phone, /^Players$/)).toHaveText(players);
		await expect(button(this.colleague, `${o.players} in`)).toBeVisible();
		if (o.entries) await expect(figure(this.tv, /^Entries$/)).toHaveText(String(o.entries));
		if (o.pool) {
			await expect(figure(this.tv, /^Prize pool$/)).toContainText(o.pool);
			await expect(this.colleague.getByText(o.pool).first()).toBeVisible();
		}
	}
	async level(n: number, blinds: string): Promise<void> {
		await expect(this.tv.getByText(`Level ${n}`, { exact: true })).toBeVisible();
		await expect(figure(this.tv, /^Blinds$/)).toHaveText(blinds);
		await expect(figure(this.phone, /^Blinds$/)).toHaveText(blinds);
		await expect(this.colleague.getByText(`Level ${n}`, { exact: true })).toBeVisible();
	}
	/** The seat on the phone of who holds it. */
	async seat(at: { table: number; seat: number }): Promise<void> {
		await expect(this.phone.locator('.card')).toContainText(new RegExp(`Table\\s*${at.table}\\s*Seat\\s*${at.seat}`));
	}
}

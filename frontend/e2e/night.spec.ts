// A small night through the pages: from the box's first run to the last payout, with a TV,
// a phone and a second operator who see every step.
import { accessible, expect, test } from './fixtures.ts';
import { names } from './desk.ts';
import { figure, secondsLeft } from './figures.ts';
import { Floor, Room } from './floor.ts';
import { button, firstRun, pair, signIn, withPin } from './hands.ts';

const people = names.slice(0, 13);
const colleague = { name: 'Mads Krog', pin: '915274' };

test('a small night through the pages', async ({ eyes, box }) => {
	test.setTimeout(400_000);
	const page = await eyes.staff();
	let other = page;
	await test.step('first run, a colleague, his paired tablet', async () => {
		await firstRun(page, box);
		await button(page, 'It is written down').click();
		await page.getByRole('link', { name: 'More' }).click();
		await button(page, 'Add a person').click();
		const sheet = page.getByRole('dialog', { name: 'Add a person' });
		await sheet.getByLabel('Name').fill(colleague.name);
		await sheet.getByLabel('Role').selectOption('Floor');
		await sheet.getByLabel('PIN, six digits').fill(colleague.pin);
		await withPin(eyes, page, () => sheet.getByRole('button', { name: 'Add a person' }).click());
		await expect(page.getByText(colleague.name)).toBeVisible();
		await button(page, 'Pair a device').click();
		await page.getByLabel('Name of this device').fill('Floor tablet');
		await page.getByRole('dialog').getByRole('button', { name: 'Pair a device' }).click();
		const code = (await page.locator('dialog .code').innerText()).trim();
		other = await eyes.staff();
		await pair(other, code);
		await signIn(other, colleague.name, colleague.pin);
		await expect(other.getByRole('heading', { name: 'Tournaments' })).toBeVisible();
		await button(page, 'Close').click();
	});

	let blinds: string[] = [];
	await test.step('a tournament from scratch', async () => {
		await page.getByRole('link', { name: 'Tournaments' }).first().click();
		await button(page, 'New tournament').click();
		await page.getByLabel('Name', { exact: true }).fill('Friday Deepstack');
		const more = async (stepper: string, word: 'Less' | 'More', times: number) => {
			const group = page.getByRole('group', { name: stepper, exact: true });
			for (let i = 0; i < times; i++) await group.getByRole('button', { name: word }).click();
		};
		await more('Tables to open now', 'More', 2);
		await more('Seats a table', 'Less', 4);
		await more('Places paid', 'Less', 1);
		const offer = (name: string) => page.getByRole('group', { name, exact: true });
		await offer('Buy-in').getByLabel('Fee').fill('100');
		for (const name of ['Re-entry', 'Rebuy', 'Add-on']) await page.getByRole('checkbox', { name }).check();
		await offer('Re-entry').getByLabel('Fee').fill('100');
		await button(page, 'Suggest levels').click();
		await expect(page.getByText(/\d+ levels, \d+ breaks/)).toBeVisible();
		blinds = (await page.locator('table tbody tr:not(.felt) td:nth-child(2)').allInnerTexts()).map((s) => s.replace(/\s/g, ''));
		await accessible(page);
		await button(page, 'Make Friday Deepstack').click();
		await expect(page.getByText('No one is registered yet')).toBeVisible();
	});

	const id = /\/t\/([^/]+)/.exec(page.url())![1]!;
	const floor = new Floor(page, id);
	const tv = await eyes.tv(`/display?tournament=${id}`);
	const phone = await eyes.phone(`/play?tournament=${id}`);
	const room = new Room(tv, phone, other);
	await other.getByRole('link', { name: /Friday Deepstack/ }).click();
	await expect(tv.getByText('Not started')).toBeVisible();

	const seats = new Map<string, { table: number; seat: number }>();
	await test.step('thirteen players buy in and draw a seat', async () => {
		await floor.to('Players');
		for (const [i, name] of people.entries()) {
			seats.set(name, await floor.register(name, { method: i % 3 === 2 ? 'MobilePay' : 'Cash', price: 'kr 600' }));
			if (i === 0) await room.shows({ players: 1, people: 1, entries: 1, pool: '500' });
		}
		expect(new Set([...seats.values()].map((s) => `${s.table}.${s.seat}`)).size, 'everybody has a seat of his own').toBe(13);
		const sizes = [1, 2, 3].map((t) => [...seats.values()].filter((s) => s.table === t).length);
		expect(sizes.sort(), 'the tables are even').toEqual([4, 4, 5]);
		await room.shows({ players: 13, people: 13, entries: 13, pool: '6,500' });
		// Somebody who is in is found again and not sold a second seat.
		await page.getByLabel('Name or member number').fill('holm');
		const found = button(page, /Viktor Holm.*In, table/);
		await expect(found).toContainText(`In, table ${seats.get('Viktor Holm')!.table} seat ${seats.get('Viktor Holm')!.seat}`);
		await found.click();
		await expect(button(page, /^Take kr/)).toBeDisabled();
		await accessible(page);
	});

	// Who will be busted by mistake: somebody at a table of four. He holds the phone.
	const home = [1, 2, 3].find((t) => [...seats.values()].filter((s) => s.table === t).length === 4)!;
	const hero = people.find((name) => seats.get(name)!.table === home)!;
	const mate = people.find((name) => name !== hero && seats.get(name)!.table === home)!;
	await phone.getByLabel('Find your name').fill(hero.slice(0, 6));
	await button(phone, hero).click();
	await room.seat(seats.get(hero)!);

	await test.step('the clock starts, runs, and goes to the next level', async () => {
		await floor.to('Live');
		await button(page, 'Start').click();
		await room.level(1, blinds[0]!);
		for (const screen of [tv, phone]) {
			const left = await secondsLeft(screen);
			await expect.poll(() => secondsLeft(screen)).toBeLessThan(left);
		}
		await button(page, 'Level').click();
		await room.level(2, blinds[1]!);
		const left = await secondsLeft(tv);
		await button(page, '+1 min').click();
		await expect.poll(() => secondsLeft(tv)).toBeGreaterThan(left + 30);
		await accessible(page);
	});

	await test.step('a rebuy and an add-on', async () => {
		let sheet = await floor.open(mate);
		await accessible(page);
		await sheet.getByRole('button', { name: 'Rebuy kr 500' }).click();
		await room.shows({ players: 13, people: 13, entries: 13, pool: '7,000' });
		sheet = await floor.open(hero);
		await sheet.getByRole('button', { name: 'Add-on kr 300' }).click();
		await room.shows({ players: 13, people: 13, entries: 13, pool: '7,300' });
	});

	await test.step('somebody is out, wrongly as it will turn out; the table is short and the box says whom to move', async () => {
		await floor.bust(hero, mate);
		await room.shows({ players: 12, people: 13 });
		await expect(phone.locator('.card')).toContainText('Out in 13th');
		await expect(other.getByText(`${hero} out in 13th`).first()).toBeVisible();
		// The colleague sees the suggestion too, with its reason and rule, and takes it.
		const advice = other.locator('.advice');
		await expect(advice).toContainText(`Table ${home} is short`);
		await expect(advice).toContainText(/TDA/);
		await accessible(other);
		const whom = (await advice.getByRole('button', { name: /^Move / }).innerText()).replace(/^Move /, '').trim();
		const [, table, seat] = /Table\s*\d+\s*Seat\s*\d+\s*Table\s*(\d+)\s*Seat\s*(\d+)/i.exec(await advice.innerText())!;
		await advice.getByRole('button', { name: /^Move / }).click();
		await expect(advice).toHaveCount(0);
		await expect.poll(async () => (await floor.at(Number(table))).find((e) => e.name.startsWith(whom))?.seat).toBe(Number(seat));
		expect(Number(table)).toBe(home);
		const now = await Promise.all([1, 2, 3].map(async (t) => (await floor.at(t)).length));
		expect(now, 'the tables are even again').toEqual([4, 4, 4]);
	});

	/** Somebody of the fullest table but this one, and who takes the chips. */
	const pair_ = async (not: number, ...spared: string[]): Promise<[string, string]> => {
		const tables = new Map<number, string[]>();
		for (const e of await floor.in()) if (e.table) tables.set(e.table, [...(tables.get(e.table) ?? []), e.name]);
		const [, list] = [...tables].filter(([t, l]) => t !== not && l.length > 1).sort((a, b) => b[1].length - a[1].length)[0]!;
		const out = list.find((n) => !spared.includes(n))!;
		return [out, list.find((n) => n !== out)!];
	};

	await test.step('the colleague busts one, takes it back from the strip, and busts him for good; he re-enters', async () => {
		const [out, by] = await pair_(home);
		const theirs = new Floor(other, id);
		await theirs.bust(out, by);
		await room.shows({ players: 11, people: 13 });
		await expect(page.getByText(new RegExp(`${out} out in 12th`)).first()).toBeVisible();
		await other.locator('.strip').getByRole('button', { name: 'Undo' }).click();
		await room.shows({ players: 12, people: 13 });
		await theirs.bust(out, by);
		await room.shows({ players: 11, people: 13 });
		await floor.to('Players');
		await floor.register(out, { known: true, price: 'kr 600', kind: 'Re-entry' });
		await floor.to('Live');
		await room.shows({ players: 12, people: 13, entries: 14, pool: '7,800' });
	});

	await test.step('three go out and the table is broken', async () => {
		for (let left = 11; left >= 9; left--) {
			await floor.bust(...(await pair_(home)));
			await room.shows({ players: left, people: 13 });
		}
		await floor.to('Tables');
		await accessible(page);
		await page.locator('.tbl').filter({ has: page.locator('.felt b', { hasText: new RegExp(`^${home}$`) }) }).locator('.felt').click();
		await button(page, `Break table ${home}`).last().click();
		await expect(page.locator('.tbl')).toHaveCount(2);
		expect((await floor.in()).every((e) => e.table !== undefined && e.table !== home), 'everybody sits').toBe(true);
	});

	await test.step('the wrong bust is found: undo from the log, with its preview and the seat it needs', async () => {
		await floor.to('Live');
		await button(page, /^All \d+$/).click();
		await page.getByLabel('Search').fill(hero);
		const row = page.getByRole('listitem').filter({ hasText: `${hero} out in` });
		await row.getByRole('button', { name: 'Undo' }).click();
		const sheet = page.getByRole('dialog', { name: 'Undo this?' });
		await expect(sheet.getByRole('heading', { name: 'What it needs' })).toBeVisible();
		const seat = sheet.getByLabel(`Seat ${hero}`);
		const [, table, no] = /Table (\d+) seat (\d+)/.exec(await seat.locator('option:checked').innerText())!;
		await expect(sheet.getByRole('row').filter({ hasText: hero })).toContainText(/out in/);
		await expect(sheet).toContainText('Players: 9 → 10');
		await accessible(page);
		await sheet.getByRole('button', { name: 'Undo it' }).click();
		await expect(sheet).toHaveCount(0);
		await room.shows({ players: 10, people: 13, entries: 14, pool: '7,800' });
		await room.seat({ table: Number(table), seat: Number(no) });
		await expect(page.locator('li.undone').filter({ hasText: `${hero} out` }), 'struck through, not erased').toBeVisible();
	});

	await test.step('registration closes and the payouts are edited until they add up', async () => {
		await floor.to('Players');
		await button(page, 'Close registration').click();
		await expect(page.getByText('Registration is closed')).toBeVisible();
		await floor.to('Money');
		await expect(page.getByText('Adds up to kr 7,800')).toBeVisible();
		const second = page.getByLabel('Amount for place 2');
		await second.fill('2,000');
		await second.press('Enter');
		await expect(page.getByRole('button', { name: 'Unlock' })).toHaveCount(1);
		await expect(page.getByText('Adds up to kr 7,800')).toBeVisible();
		await accessible(page);
		await button(phone, 'Payouts').click();
		const prizes = async () => (await phone.locator('ol.pay em').allInnerTexts()).map((t) => Number(t.replace(/\D/g, '')));
		await expect.poll(async () => (await prizes())[1]).toBe(2000);
		const all = await prizes();
		expect(all).toHaveLength(4);
		expect(all.reduce((a, b) => a + b, 0)).toBe(7800);
		await expect(figure(tv, /places paid, first$/)).toContainText(all[0]!.toLocaleString('en-GB'));
		await button(phone, 'Seat').click();
	});

	await test.step('down to the final table, drawn anew', async () => {
		await floor.to('Live');
		for (let left = 9; left >= 5; left--) {
			await floor.bust(...(await pair_(0, hero)));
			await room.shows({ players: left, people: 13 });
		}
		await button(page, 'Draw the final table').click();
		await expect.poll(async () => new Set((await floor.in()).map((e) => e.table)).size).toBe(1);
		const me = (await floor.in()).find((e) => e.name === hero)!;
		await room.seat({ table: me.table!, seat: me.seat! });
	});

	let fourth = '';
	await test.step('two more are out, the first of them in the money is paid at once', async () => {
		await floor.bust(...(await pair_(0, hero)));
		const [out, by] = await pair_(0, hero);
		fourth = out;
		await floor.bust(out, by);
		await room.shows({ players: 3, people: 13 });
		await floor.to('Money');
		await button(page, 'Close night').click();
		const due = page.locator('.due').filter({ hasText: fourth });
		await due.getByRole('button', { name: /^Pay kr/ }).click();
		await expect(due).toContainText('Paid');
		await accessible(page);
	});

	await test.step('a payment taken back asks for the PIN again', async () => {
		// A PIN given again counts for five minutes of a session; this is a new one.
		const whole = page.waitForResponse(/\/api\/settings$/); // the last the page asks for
		await page.getByRole('link', { name: 'More' }).click();
		await whole;
		await button(page, 'Sign out').click();
		await signIn(page);
		await expect(button(page, 'Sign out')).toBeVisible();
		await page.goto(`${box.staff}/#/t/${id}/money`);
		const row = page.getByRole('row').filter({ hasText: fourth }).filter({ hasText: 'Prize' });
		await row.getByRole('button', { name: 'Reverse' }).click();
		await withPin(eyes, page, () => page.getByRole('dialog').getByRole('button', { name: 'Reverse' }).click());
		await expect(page.getByRole('row').filter({ hasText: 'Prize returned' })).toBeVisible();
		await button(page, 'Close night').click();
		const due = page.locator('.due').filter({ hasText: fourth });
		await due.getByRole('button', { name: /^Pay kr/ }).click();
		await expect(due).toContainText('Paid');
	});

	await test.step('the stacks are counted and the three make a deal', async () => {
		const three = await floor.in();
		const stacks = [200_000, 120_000, 75_000]; // 14 entries of 25,000, a rebuy of 25,000, an add-on of 20,000
		await floor.to('Tables');
		await page.locator('.tbl .felt').click();
		for (const [i, e] of three.entries()) await page.getByRole('dialog').getByLabel(e.name).fill(String(stacks[i]));
		await button(page, 'Save the counts').click();
		await expect(page.getByRole('dialog')).toHaveCount(0);
		const mine = stacks[three.findIndex((e) => e.name === hero)]!;
		await expect(phone.locator('.card')).toContainText(mine.toLocaleString('en-GB'));

		await floor.to('Money');
		await button(page, 'Deal').click();
		await button(page, 'ICM').click();
		await page.getByLabel('For the winner').fill('100');
		await button(page, 'Work it out').click();
		await expect(page.getByText(/^Adds up to kr/)).toBeVisible();
		await accessible(page);
		await button(page, 'Offer this deal').click();
		const make = button(page, 'Make the deal');
		await expect(make).toBeDisabled();
		for (const e of three) await button(page, `Yes: ${e.name} agrees`).click();
		await make.click();
		await expect(page.getByRole('region', { name: 'The deal is made' })).toBeVisible();
	});

	await test.step('the last two are out, the night is finished and paid to the last', async () => {
		await floor.to('Live');
		await floor.bust(...(await pair_(0, hero)));
		await room.shows({ players: 2, people: 13 });
		await floor.bust(...(await pair_(0, hero)));
		await expect(figure(tv, /^Players$/)).toHaveText(/^1\s*of 13$/);
		await floor.to('Money');
		await button(page, 'Close night').click();
		const pay = page.getByRole('button', { name: /^Pay kr/ });
		await expect(pay).toHaveCount(3);
		await button(page, 'Finish the tournament').click();
		await expect(tv.getByText('Finished')).toBeVisible();
		await expect(phone.getByText('Finished')).toBeVisible();
		for (let left = 2; left >= 0; left--) {
			await pay.first().click();
			await expect(pay).toHaveCount(left);
		}
		const due = (await page.locator('.due em').allInnerTexts()).map((t) => Number(t.replace(/[^\d]/g, '')));
		expect(due.reduce((a, b) => a + b, 0), 'the prizes are the pool').toBe(7800);
		// What is left in the drawers is what the house keeps: fourteen fees of a hundred.
		await expect(page.getByRole('row').filter({ hasText: 'Left' })).toContainText('1,400');
		await accessible(page);
	});
});

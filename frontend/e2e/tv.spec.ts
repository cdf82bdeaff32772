// The TV counts by itself, outlives its box, and comes back by itself.
import { accessible, expect, test, type Page } from './fixtures.ts';
import { names } from './desk.ts';
import { figure, frames, secondsLeft, timer } from './figures.ts';
import { button } from './hands.ts';

const five = names.slice(0, 5);

test('a TV counts by itself, one text a second and nothing over the network', async ({ eyes, box }) => {
	const desk = await box.desk();
	const night = await desk.tournament({ players: five });
	await night.do('/clock/start');
	const tv = await eyes.tv('/display');
	const heard = frames(tv); // the page is loaded again so that its socket is heard from the first frame
	await tv.goto(`${box.room}/display?tournament=${night.id}`);
	await expect(figure(tv, /^Players$/)).toHaveText(/^5/);
	await expect(tv.getByText('Live', { exact: true })).toBeVisible();
	expect(await tv.evaluate(() => isSecureContext), 'the room is no secure context').toBe(false);

	const before = heard.changes.length;
	const pongs = heard.pongs;
	const seen = await tv.evaluate(async () => {
		const face = document.querySelector('[role=timer]')!;
		const shown = [face.textContent];
		const began = performance.now();
		const others: string[] = [];
		const watch = new MutationObserver((list) => {
			for (const m of list) if (m.type !== 'attributes' && !face.contains(m.target)) others.push(m.target.textContent ?? '');
			if (face.textContent !== shown.at(-1)) shown.push(face.textContent);
		});
		watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
		await new Promise((done) => setTimeout(done, 6_500));
		watch.disconnect();
		return { shown, others, took: performance.now() - began };
	});
	expect(heard.changes.slice(before), 'no word of the box while the clock ticks').toEqual([]);
	expect(heard.pongs - pongs, 'only the answers to a ping every five seconds').toBeLessThanOrEqual(Math.ceil(seen.took / 5_000));
	expect(seen.shown.length).toBeGreaterThanOrEqual(4);
	const left = seen.shown.map((t) => Number(t!.split(':')[0]) * 60 + Number(t!.split(':')[1]));
	expect(left, 'downwards only').toEqual([...new Set(left)].sort((a, b) => b - a));
	expect(Math.abs(left[0]! - left.at(-1)! - seen.took / 1000), 'as much as went by, however busy the machine is').toBeLessThanOrEqual(1.5);
	// One text a second; the time of day may turn once in between.
	expect(seen.others.filter((text) => !/^\d\d:\d\d$/.test(text)), 'nothing else is drawn').toEqual([]);
	expect(seen.others.length).toBeLessThanOrEqual(1);
	expect(await tv.locator('*').count()).toBeLessThan(400);
	await accessible(tv);
});

test('a TV and a phone count on without the box, say how old its word is, and come back by themselves', async ({ eyes, box }) => {
	const desk = await box.desk();
	const night = await desk.tournament({ players: five });
	await night.do('/clock/start');
	const tv = await eyes.tv(`/display?tournament=${night.id}`);
	const phone = await eyes.phone(`/play?tournament=${night.id}`);
	const tablet = await eyes.signedIn(desk, `/#/t/${night.id}`);
	for (const page of [tv, phone]) await expect(page.getByText('Live', { exact: true })).toBeVisible();
	await expect(button(tablet, 'Pause')).toBeVisible();

	const lost = /ERR_CONNECTION_REFUSED|WebSocket|Failed to (fetch|load)/;
	const heard = async () => {
		for (const page of [tv, phone]) await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 30_000 });
	};
	await eyes.expecting(lost, async () => {
		const started = { left: await secondsLeft(tv), at: Date.now() };
		await box.kill();
		await expect(tv.getByText(/Box not heard for \d+ s, clock runs on/)).toBeVisible();
		await expect(phone.getByText('Offline', { exact: true })).toBeVisible();
		await expect(tablet.getByText(/Box not answering/).first()).toBeVisible();
		for (const page of [tv, phone]) {
			const left = await secondsLeft(page);
			await expect.poll(() => secondsLeft(page), { message: 'the clock runs on' }).toBeLessThanOrEqual(left - 2);
		}
		const age = async () => Number(/for (\d+) s/.exec(await tv.getByText(/Box not heard/).innerText())![1]);
		const old = await age();
		await expect.poll(age, { message: 'its word grows older' }).toBeGreaterThan(old);
		await expect(figure(tv, /^Players$/), 'never blank').toHaveText(/^5/);
		await accessible(tv);

		await box.on();
		await heard();
		// The machine never stopped, so the clock did not either.
		await expect(tv.getByText('Paused')).toHaveCount(0);
		const went = (Date.now() - started.at) / 1000;
		expect(Math.abs(started.left - (await secondsLeft(tv)) - went), 'the time away was counted').toBeLessThan(3);
	});
	await expect(button(tablet, 'Pause')).toBeVisible();

	// A power cut: the clock stands until somebody says how it goes on.
	await eyes.expecting(lost, async () => {
		await box.cut();
		await expect(tv.getByText(/Box not heard/)).toBeVisible();
		await box.on();
		await heard();
	});
	await expect(tv.getByText('Paused')).toBeVisible();
	await expect(tablet.getByRole('heading', { name: 'The box was without power' })).toBeVisible({ timeout: 30_000 });
	await accessible(tablet);
	await button(tablet, 'Go on from there').click();
	await expect(tv.getByText('Paused')).toHaveCount(0);
	const left = await secondsLeft(tv);
	await expect.poll(() => secondsLeft(tv)).toBeLessThan(left);
	await expect.poll(() => secondsLeft(phone)).toBeLessThan(left);
	await expect(figure(tv, /^Players$/)).toHaveText(/^5/);
});

test('in a break the TV turns green, names the chips that leave, and turns back', async ({ eyes, box }) => {
	const desk = await box.desk();
	const night = await desk.tournament({ players: five });
	const tv = await eyes.tv('/display'); // the only tournament there is
	await expect(tv.getByText('Not started')).toBeVisible();
	const ground = (page: Page) => page.locator('.tv').evaluate((e) => getComputedStyle(e).backgroundColor);
	const dark = await ground(tv);
	await night.do('/clock/start');
	await night.do('/level/advance');
	await expect(tv.getByText('Level 2', { exact: true })).toBeVisible();
	await expect(figure(tv, /^Blinds$/)).toHaveText('200/400');
	await expect(figure(tv, /^After the break$/)).toHaveText('500/1,000');
	await night.do('/level/advance');
	await expect(tv.getByText('Break', { exact: true })).toBeVisible();
	expect(await ground(tv)).not.toBe(dark);
	await expect(tv.getByText('100 chips come off')).toBeVisible();
	await expect(figure(tv, /^Level 3$/)).toHaveText('500/1,000');
	await expect(tv.getByRole('img', { name: `QR code: ${box.room}/play` })).toBeVisible();
	await accessible(tv);
	await night.do('/break/end');
	await expect(tv.getByText('Level 3', { exact: true })).toBeVisible();
	expect(await ground(tv)).toBe(dark);
});

test('a TV with a name shows what the desk tells it', async ({ eyes, box }) => {
	const desk = await box.desk();
	const night = await desk.tournament({ name: 'Friday Deepstack', players: five });
	await desk.tournament({ name: 'Saturday Turbo' });
	const tv = await eyes.tv('/display?node-id=bar');
	await expect(tv.getByText('Which one does this screen show?')).toBeVisible();
	await accessible(tv);
	const tablet = await eyes.signedIn(desk, `/#/t/${night.id}/screens`);
	await expect(tablet.getByText('bar', { exact: true })).toBeVisible();
	await accessible(tablet);
	await button(tablet, 'Show this tournament').click();
	await expect(tv.getByRole('heading', { name: 'Friday Deepstack' })).toBeVisible();
	await tablet.getByLabel('Shows').selectOption('Nothing');
	await expect(timer(tv)).toHaveCount(0);
	await tablet.getByLabel('Shows').selectOption('Clock');
	await expect(timer(tv)).toBeVisible();
	// The address it prints is where the room really is.
	await expect(tablet.getByRole('link', { name: 'Open the TV page' })).toHaveAttribute('href', `${box.room}/display?tournament=${night.id}`);
});

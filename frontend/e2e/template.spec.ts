// A tournament kept as a template is made again in three taps.
import { accessible, expect, test } from './fixtures.ts';
import { names } from './desk.ts';
import { figure } from './figures.ts';
import { button } from './hands.ts';

test('a tournament is kept as a template and made again from it', async ({ eyes, box }) => {
	const desk = await box.desk();
	const night = await desk.tournament({ name: 'Friday Deepstack', players: names.slice(0, 2) });
	const page = await eyes.signedIn(desk, `/#/t/${night.id}/levels`);
	await button(page, 'Keep as a template').click();
	await expect.poll(async () => (await desk.get<{ templates: { name: string }[] | null }>('/api/templates')).templates?.map((x) => x.name)).toEqual(['Friday Deepstack']);

	await page.goto(`${box.staff}/#/`);
	await button(page, 'New tournament').click();
	await expect(button(page, 'From a template')).toHaveAttribute('aria-pressed', 'true');
	await accessible(page);
	await page.getByLabel('Name', { exact: true }).fill('Saturday Deepstack');
	await button(page, 'Make Saturday Deepstack').click();
	await expect(page.getByText('No one is registered yet')).toBeVisible();
	const id = /\/t\/([^/]+)/.exec(page.url())![1]!;
	expect(id).not.toBe(night.id);
	const levels = async (t: string) => (await desk.get<{ items: unknown[] }>(`/api/tournaments/${t}/structure`)).items;
	expect(await levels(id)).toEqual(await levels(night.id));
	const tv = await eyes.tv(`/display?tournament=${id}`);
	await expect(tv.getByText('Not started')).toBeVisible();
	await expect(figure(tv, /^Blinds$/)).toHaveText('100/200');
	await expect(figure(tv, /^Players$/)).toHaveText(/^0/);
});

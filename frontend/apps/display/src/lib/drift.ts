// Moves the whole picture by two pixels every ten minutes, against burn-in.

const steps = [[0, 0], [2, 0], [2, 2], [0, 2], [-2, 2], [-2, 0], [-2, -2], [0, -2]] as const;

/** Begins at once and lasts as long as the page. */
export function drift(): void {
	let i = 0;
	setInterval(() => {
		i = (i + 1) % steps.length;
		const [x, y] = steps[i]!;
		document.documentElement.style.setProperty('--drift-x', `${x}px`);
		document.documentElement.style.setProperty('--drift-y', `${y}px`);
	}, 600_000);
}

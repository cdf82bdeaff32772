// The box's time as this device sees it. Each answered ping gives an estimate that is
// wrong by at most half its round trip; the quickest of the last few is believed.

const kept = 8;

export class Offset {
	#samples: { trip: number; offset: number }[] = [];
	/** How many times faster than life the box's time runs: 1, but in a demo. */
	rate = 1;

	/** `sent` and `heard` are this device's monotonic milliseconds, `box` the box's time in the answer. */
	add(sent: number, heard: number, box: number, rate = 1): void {
		if (heard < sent) return;
		if (rate !== this.rate) this.clear();
		this.rate = rate;
		this.#samples.push({ trip: heard - sent, offset: box - ((sent + heard) / 2) * rate });
		if (this.#samples.length > kept) this.#samples.shift();
	}

	/** Forget everything: the box started again and its time may be another. */
	clear(): void {
		this.#samples = [];
	}

	get known(): boolean {
		return this.#samples.length > 0;
	}

	/** The box's time at a moment of this device's. */
	at(own: number): number {
		return own * this.rate + this.value;
	}

	/** What to add to this device's monotonic time, times the rate, to get the box's. */
	get value(): number {
		let best = this.#samples[0];
		for (const s of this.#samples) if (best && s.trip < best.trip) best = s;
		return best?.offset ?? 0;
	}
}

// Gates of test/fixtures/gates.c: C stays at one until it is opened, so a test decides what happens while C runs.
'use strict';

const { until } = require('./waiting.js');

class Gate {
  // Shared, so that nothing of what the tests do to buffers reaches it.
  #numbers = new Int32Array(new SharedArrayBuffer(12));

  /** What C takes for its `struct gate *`. */
  get pointer() {
    return this.#numbers;
  }

  /** Calls that have come to the gate. */
  get begun() {
    return Atomics.load(this.#numbers, 0);
  }

  /** Calls that have done their work. */
  get passed() {
    return Atomics.load(this.#numbers, 2);
  }

  open() {
    Atomics.store(this.#numbers, 1, 1);
  }

  /** Waits until so many calls are at the gate. */
  async hasBegun(count = 1) {
    await until(() => this.begun >= count);
  }
}

module.exports = { Gate };

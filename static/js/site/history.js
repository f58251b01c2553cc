// The steps of an edit, to go back and forth. A state is a text; who holds the
// fields tells it and puts it back.
export class History {
  /** @param {() => string} now @param {(state: string, before: string) => void} restore */
  constructor(now, restore) {
    this.now = now;
    this.restore = restore;
    this.steps = [now()];
    this.at = 0;
    this.kind = "";
    this.time = 0;
  }

  // commit keeps the present state as a step. Steps of one kind that follow each
  // other quickly, such as arrow keys, become one.
  /** @param {string} kind */
  commit(kind) {
    const now = this.now();
    if (now === this.steps[this.at]) return;
    const merge = kind && kind === this.kind && performance.now() - this.time < 800 && this.at > 0 && this.at === this.steps.length - 1;
    this.steps.length = this.at + 1;
    if (merge) this.steps[this.at] = now;
    else this.at = this.steps.push(now) - 1;
    if (this.steps.length > 200) { this.steps.shift(); this.at--; }
    this.kind = kind;
    this.time = performance.now();
  }

  get back() { return this.at > 0; }
  get forth() { return this.at < this.steps.length - 1; }

  // go goes a step back or forth, and tells whether there was one.
  /** @param {-1 | 1} by */
  go(by) {
    if (by < 0 ? !this.back : !this.forth) return false;
    const before = this.steps[this.at] ?? "", after = this.steps[this.at += by] ?? "";
    this.kind = "";
    this.restore(after, before);
    return true;
  }
}

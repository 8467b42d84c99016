/** A signal wakes whoever waits for the next time that something happens. */
export class Signal {
  private waiting: (() => void)[] = []

  happened(): void {
    for (const wake of this.waiting.splice(0)) wake()
  }

  next(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve))
  }
}

/** How often the memory is looked at. */
const EVERY = 50

/** The most memory that this process has held since then. */
export class Peak {
  #most = 0
  readonly #look = (): void => {
    this.#most = Math.max(this.#most, process.memoryUsage.rss())
  }
  readonly #timer = setInterval(this.#look, EVERY)

  /** The most, in MB; from then on nobody looks any more. */
  end(): number {
    this.#look()
    clearInterval(this.#timer)
    return this.#most / 2 ** 20
  }
}

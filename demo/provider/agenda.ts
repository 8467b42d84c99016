/** The agenda keeps what happens later, by the simulator's clock. */
export interface Agenda {
  add(at: number, work: () => Promise<void>): void
  /** Everything that is due is taken out, in order. */
  due(now: number): (() => Promise<void>)[]
  nextAt(): number | null
}

export function openAgenda(): Agenda {
  let entries: { at: number; work: () => Promise<void> }[] = []
  let sorted = true
  const sort = (): void => {
    if (!sorted) entries.sort((a, b) => a.at - b.at)
    sorted = true
  }
  return {
    add: (at, work) => {
      entries.push({ at, work })
      sorted = false
    },
    due: (now) => {
      sort()
      const end = entries.findIndex((entry) => entry.at > now)
      const taken = end === -1 ? entries : entries.slice(0, end)
      entries = end === -1 ? [] : entries.slice(end)
      return taken.map((entry) => entry.work)
    },
    nextAt: () => {
      sort()
      return entries[0]?.at ?? null
    },
  }
}

/** The most that ceilings allow over a stretch of days, worked out from the calendar alone. */

/** So many in every so many consecutive dates: no block of that width may hold more, and filling the first dates of each block makes that many. */
export function mostInDates(
  days: number,
  { max, width, aDay = max }: { max: number; width: number; aDay?: number },
): number {
  const rest = days % width
  return Math.floor(days / width) * max + Math.min(max, rest * aDay)
}

export interface Nested {
  day: number
  /** Monday to Sunday. */
  week: number
  month: number
}

/** The most under a ceiling a day, a week and a month at once: every way to share out each week between its two months is tried, and the best is kept. */
export function mostNested(from: string, days: number, { day, week, month }: Nested): number {
  const cells = cellsOf(from, days)
  const months = [...new Set(cells.map((cell) => cell.month))]
  let best = new Map([[months.map(() => 0).join(), 0]])
  for (const name of new Set(cells.map((cell) => cell.week))) {
    const parts = cells.filter((cell) => cell.week === name)
    const next = new Map<string, number>()
    for (const [used, total] of best) {
      for (const shares of waysToShare(
        parts.map((part) => part.days * day),
        week,
      )) {
        const sums = used.split(',').map(Number)
        parts.forEach((part, index) => {
          const place = months.indexOf(part.month)
          sums[place] = (sums[place] ?? 0) + (shares[index] ?? 0)
        })
        if (sums.some((sum) => sum > month)) continue
        const key = sums.join()
        const made = total + shares.reduce((sum, share) => sum + share, 0)
        next.set(key, Math.max(next.get(key) ?? 0, made))
      }
    }
    best = next
  }
  return Math.max(...best.values())
}

interface Cell {
  week: number
  month: string
  days: number
}

/** The stretch cut where a week or a month ends. */
function cellsOf(from: string, days: number): Cell[] {
  const cells: Cell[] = []
  for (let index = 0; index < days; index++) {
    const at = Date.parse(`${from}T00:00:00Z`) + index * 86_400_000
    const [week, month] = [
      Math.floor((at / 86_400_000 + 3) / 7),
      new Date(at).toISOString().slice(0, 7),
    ] as const
    const last = cells.at(-1)
    if (last && last.week === week && last.month === month) last.days++
    else cells.push({ week, month, days: 1 })
  }
  return cells
}

function waysToShare(limits: readonly number[], most: number): number[][] {
  const [limit, ...rest] = limits
  if (limit === undefined) return [[]]
  return Array.from({ length: Math.min(limit, most) + 1 }, (_, share) => share).flatMap((share) =>
    waysToShare(rest, most - share).map((others) => [share, ...others]),
  )
}

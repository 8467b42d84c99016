/** How many jobs a worker gathers into one check, and what its last sends were like. */
export interface Gathering {
  size: number
  /** How many sends in a row came too late after their check. */
  late: number
  /** How many in a row came in time. */
  inTime: number
}

/** So many late sends in a row are no chance: the worker checks more at once than it can send. */
const MANY_LATE = 5
/** The worker tries more again after so many that came in time. */
const MANY_IN_TIME = 500

export function gatherFirst(most: number): Gathering {
  return { size: most, late: 0, inTime: 0 }
}

/** Five late sends in a row halve what is gathered, and many in time double it, up to `most`. */
export function afterSend({ size, late, inTime }: Gathering, wasLate: boolean, most: number): Gathering {
  if (wasLate) {
    const isMany = late + 1 >= MANY_LATE
    return { size: isMany ? Math.max(1, Math.floor(size / 2)) : size, late: isMany ? 0 : late + 1, inTime: 0 }
  }
  const isMany = inTime + 1 >= MANY_IN_TIME
  return { size: isMany ? Math.min(most, size * 2) : size, late: 0, inTime: isMany ? 0 : inTime + 1 }
}

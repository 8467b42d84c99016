/** A timer that is late by more than this was not heard in time: the process stood still, and so did whoever would have read an answer. */
const STOOD_STILL_MS = 500

/** What to do with a request that has not come back in its time. */
interface Impatience {
  /** It is called when the time is over. Whether an answer may lie unread: it is looked for once more before the request is given up. */
  mayBeAnswered: () => boolean
  /** `unanswered`: 1 = the other side was silent for as long; 0 = this process did not run meanwhile and cannot tell. */
  giveUp: (unanswered: 0 | 1) => void
}

/** A request is given up after `ms` of machine time. A process that stood still runs its timers first and reads its sockets after them: without one more turn, an answer that has come would be lost. The function that is returned calls it off. */
export function patience(ms: number, { mayBeAnswered, giveUp }: Impatience): () => void {
  const due = performance.now() + ms
  let last: NodeJS.Immediate | undefined
  const timer = setTimeout(() => {
    const unanswered = performance.now() - due > STOOD_STILL_MS ? 0 : 1
    if (mayBeAnswered()) last = setImmediate(giveUp, unanswered)
    else giveUp(unanswered)
  }, ms)
  return () => {
    clearTimeout(timer)
    clearImmediate(last)
  }
}

interface Lateness<Late> extends Pick<Impatience, 'mayBeAnswered'> {
  late: (unanswered: 0 | 1) => Late
}

/** What came until then (machine time), or that it did not. */
export async function within<Value, Late>(
  waiting: Promise<Value>,
  until: number,
  { mayBeAnswered, late }: Lateness<Late>,
): Promise<Value | Late> {
  let callOff = (): void => {}
  const over = new Promise<Late>((resolve) => {
    callOff = patience(Math.max(0, until - Date.now()), {
      mayBeAnswered,
      giveUp: (unanswered) => resolve(late(unanswered)),
    })
  })
  try {
    return await Promise.race([waiting, over])
  } finally {
    callOff()
  }
}

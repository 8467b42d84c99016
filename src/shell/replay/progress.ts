import type { WriteStream } from 'node:tty'
import { DAY_MS, daysBetween, isoOf } from '../../core/base/time.ts'
import type { Instant } from '../../core/base/time.ts'
import { startOf } from './replay.ts'
import type { ReplaySpan } from './replay.ts'

/** The counter draws one line with the day that is being played and the share done; it is silent where nobody watches. */
export function dayCounter(stream: WriteStream, span: ReplaySpan): (now: Instant) => void {
  if (!stream.isTTY) return () => {}
  const start = startOf(span)
  const days = daysBetween(span.from, span.to) + 1
  let drawn = -1
  return (now) => {
    const day = Math.floor((now - start) / DAY_MS)
    if (day === drawn) return
    drawn = day
    const share = Math.min(1, (day + 1) / days)
    const bar = '#'.repeat(Math.round(share * 30)).padEnd(30, '.')
    stream.write(`\r${bar} ${isoOf(now).slice(0, 10)}${day + 1 >= days ? '\n' : ''}`)
  }
}

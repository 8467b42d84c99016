import type { ReplayEngine } from '../../src/shell/replay/engine.ts'
import { memoryEngine } from './story-engine.ts'

/** What the stories' strategy says of promises. */
export const PROMISES = `promises:
  standard:
    grace: { days: 2 }
    threshold: 0.9
    longest: { days: 30 }
    least: { share: 0.2 }
    mostOpen: 2
    mostBroken: 2
    remind: { days: 1, at: "10:00", channel: sms, template: friendly }
    onBroken: broken-call
`

const BROKEN_CALL =
  '      - { step: broken-call, channel: call, script: call-script, at: "15:00" }\n      - { step: warning,'

/** The stories' ladder with a section of promises, or with none. */
export function promiseEngine(promises = PROMISES): Promise<ReplayEngine> {
  const edit = (file: string) =>
    promises === '' ? file : `${promises}${file.replace('      - { step: warning,', BROKEN_CALL)}`
  return memoryEngine({ from: '2026-02-01', edit })
}

export function promises(
  account: string,
  promise: string,
  at: string,
  more: { amount: string; by: string } & Record<string, unknown>,
): Record<string, unknown> {
  return { type: 'promise.made', account, promise, at, ...more }
}

import type { ReplayConfig } from '../../src/shell/replay/engine.ts'
import { storySchedules } from './story-engine.ts'

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
export function promiseSchedules(promises = PROMISES): ReplayConfig {
  return storySchedules((file) =>
    promises === '' ? file : `${promises}${file.replace('      - { step: warning,', BROKEN_CALL)}`,
  )
}

export function promises(
  account: string,
  promise: string,
  at: string,
  more: { amount: string; by: string } & Record<string, unknown>,
): Record<string, unknown> {
  return { type: 'promise.made', account, promise, at, ...more }
}

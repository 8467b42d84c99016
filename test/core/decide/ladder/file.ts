import { call, sms, visit } from '../untold.ts'
import { type World, viewIn } from '../step/view.ts'

const post = { step: 'post', channel: 'human', task: 'Post a letter', at: '09:00' }

/** `hello` opens the episode on 4 March, and `ring` stands in for it. */
export const FILE = [
  {
    stage: 'one',
    from: { dpd: 1 },
    steps: [sms('hello', { dpd: 3 }), { ...post, dpd: 4 }, call('ring', { dpd: 5 })],
  },
  { stage: 'two', from: { dpd: 10 }, steps: [sms('often', { dpd: 12 }), visit('door', { dpd: 14 })] },
  { stage: 'three', from: { dpd: 20 }, steps: [sms('last', { dpd: 20, final: true })] },
]

/** A file in which nothing can open an episode. */
export const SILENT = [{ stage: 'one', from: { dpd: 1 }, steps: [{ ...post, dpd: 4 }] }]

/** It is 10 March at noon, and nobody has told the debtor of the debt. */
export function untoldIn({ strategy, ...world }: World = {}) {
  return viewIn({ told: false, strategy: { stages: FILE, ...strategy }, ...world })
}

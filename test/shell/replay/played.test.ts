import { expect, test } from 'vitest'
import { played } from '../../../src/shell/replay/full/engine.ts'
import { storySchedules } from '../../support/story-engine.ts'

test('a replay sends nothing to the providers of the files: they may be real, and the shell may have their secrets', () => {
  const config = storySchedules(undefined, {
    'providers.yaml': 'routes:\n  - { channel: sms, providers: [{ provider: gateway }] }\n',
  })
  expect(config.schedules.routes?.routes).toHaveLength(1)
  const { schedules, hash } = played(config)
  expect([schedules.routes, schedules.providers, hash]).toEqual([undefined, undefined, config.hash])
  expect(schedules.strategies).toBe(config.schedules.strategies)
})

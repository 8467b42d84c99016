import { expect, test } from 'vitest'
import { checkPromises } from '../../../src/core/config/check/promises.ts'
import { checkSteps } from '../../../src/core/config/check/steps.ts'
import { rowsOf } from '../../../src/core/machine/picture.ts'
import { strategyOf } from '../decide/build.ts'
import { templateOf } from '../decide/law.ts'

const remind = { days: 2, at: '10:00', channel: 'sms', template: 'text' }

function found(more: Record<string, unknown>): string[] {
  const step = { step: 'a', channel: 'sms', template: 'text', at: '10:00' }
  const limits = { alone: { discount: 0.1 }, most: { discount: 0.2 }, longest: { days: 30 }, fromDpd: 1 }
  const value = strategyOf({
    stages: [{ stage: 'one', from: { dpd: 1 }, steps: [step] }],
    settlements: { ...limits, onBounce: 'lost', ...more },
  })
  const texts = [templateOf({ template: 'text' }), templateOf({ template: 'script', channel: 'call' })]
  const templates = texts.map((one) => ({ file: `templates/en/${one.template}.yaml`, value: one }))
  const parts = { templates } as never
  const file = 'strategies/s.yaml'
  return [...checkSteps({ file, value }, parts), ...checkPromises({ file, value }, parts)].map(
    ({ code, path }) => `${code} ${path}`,
  )
}

test('the step after a settlement that lapsed is one of the file and needs no day, and its reminder has a text', () => {
  expect(found({ onLapsed: 'a', remind })).toEqual([])
  expect(found({ onLapsed: 'aa', remind: { ...remind, template: 'script' } })).toEqual([
    'step_no_day stages[0].steps[0]',
    'unknown_step settlements.onLapsed',
    'template_channel settlements.remind.template',
  ])
})

test('the page of machines says that a step comes after a settlement that lapsed', () => {
  const limits = { alone: { discount: 0.1 }, most: { discount: 0.2 }, longest: { days: 30 }, fromDpd: 1 }
  const step = { step: 'a', channel: 'sms', template: 'text', at: '10:00' }
  const strategy = strategyOf({
    stages: [{ stage: 'one', from: { dpd: 1 }, steps: [step] }],
    settlements: { ...limits, onBounce: 'lost', onLapsed: 'a' },
  })
  expect(rowsOf(strategy).join()).toContain('after a lapsed settlement')
})

import type { Strategy } from '../model/strategy.ts'

type Step = Strategy['stages'][number]['steps'][number]

/** A contact that the file of a strategy asks for: by a step, or to remind of a promise, a rate or a settlement. */
export interface ContactIn extends Pick<Step, 'channel' | 'template' | 'script'> {
  /** The place of it in the file. */
  path: string
}

/** All of them: whatever is asked of texts, providers and rates is asked of each. */
export function contactsIn({
  stages,
  promises = {},
  plans = {},
  settlements,
}: Pick<Strategy, 'stages' | 'promises' | 'plans' | 'settlements'>): ContactIn[] {
  const ofSteps = stages.flatMap(({ steps }, stage) =>
    steps.map(({ channel, template, script }, step): ContactIn => {
      return { channel, template, script, path: `stages[${stage}].steps[${step}]` }
    }),
  )
  return [
    ...ofSteps,
    ...remindersIn('promises', promises),
    ...remindersIn('plans', plans),
    ...reminderIn('settlements', settlements ?? {}),
  ]
}

type Reminding = Pick<
  NonNullable<Strategy['promises'] | Strategy['plans']>[string] | NonNullable<Strategy['settlements']>,
  'remind'
>

function remindersIn(section: string, types: Readonly<Record<string, Reminding>>): ContactIn[] {
  return Object.entries(types).flatMap(([kind, type]) => reminderIn(`${section}.${kind}`, type))
}

function reminderIn(place: string, { remind }: Reminding): ContactIn[] {
  if (remind === undefined) return []
  const { channel, template } = remind
  return [{ channel, template, script: undefined, path: `${place}.remind` }]
}

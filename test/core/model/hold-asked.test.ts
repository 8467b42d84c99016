import { describe, expect, test } from 'vitest'
import { isMeant, isStillHeld } from '../../../src/core/model/hold-asked.ts'
import { at, holdOf } from '../decide/build.ts'

describe('a task of a human is about a hold', () => {
  const hold = (reason: 'hardship' | 'fraud' | null) => ({ ...holdOf({ kind: 'hold', reason }) })

  test('a task of a human is about a hold of its own reason, and of no other', () => {
    expect(isMeant(hold('hardship'), 'hold_hardship')).toBe(true)
    expect(isMeant(hold('fraud'), 'hold_hardship')).toBe(false)
    expect(isMeant(hold(null), 'hold_hardship')).toBe(false)
    expect(isMeant(hold(null), 'review')).toBe(false)
  })

  test('a task of a human is about a hold of its own kind: a cease, an opt-out', () => {
    const kinds = ['cease', 'opt_in', 'dispute', 'hold_hardship']
    expect(kinds.map((kind) => isMeant(holdOf({ kind: 'cease' }), kind))).toEqual([true, false, false, false])
    expect(kinds.map((kind) => isMeant(holdOf({ kind: 'optout' }), kind))).toEqual([
      false,
      true,
      false,
      false,
    ])
  })

  test('a dispute that is not decided is asked about as such, an upheld one otherwise, and either where nobody knows', () => {
    const asked = (upheldAt?: number | null) =>
      ['dispute', 'dispute_upheld', 'cease'].map((kind) =>
        isMeant({ ...holdOf({ kind: 'dispute' }), ...(upheldAt !== undefined && { upheldAt }) }, kind),
      )
    expect(asked(null)).toEqual([true, false, false])
    expect(asked(5)).toEqual([false, true, false])
    expect(asked()).toEqual([true, true, false])
  })
})

describe('a hold stands for the task', () => {
  const when = { now: at('2026-03-02 10:00'), today: '2026-03-02' }
  const held = (change: object, account: number | null = 1) =>
    isStillHeld(
      [{ ...holdOf({ kind: 'cease' }), ...change }],
      { kind: 'cease', account: account as never },
      when,
    )

  test('a hold stands for the task until the instant at which it is lifted', () => {
    expect(held({ lifted: null })).toBe(true)
    expect(held({ lifted: when.now + 1 })).toBe(true)
    expect(held({ lifted: when.now })).toBe(false)
    expect(held({ lifted: when.now - 1 })).toBe(false)
  })

  test('a hold stands for the task to the end of its last day', () => {
    expect(held({ until: '2026-03-02' })).toBe(true)
    expect(held({ until: '2026-03-01' })).toBe(false)
  })

  test('a hold stands for the task where it was put on, or decided, and not where only its end was told', () => {
    expect(held({ placed: false })).toBe(false)
    expect(held({ placed: true })).toBe(true)
    const upheld = { ...holdOf({ kind: 'dispute' }), placed: false, upheldAt: 5 }
    expect(isStillHeld([upheld], { kind: 'dispute_upheld', account: 1 as never }, when)).toBe(true)
  })

  test('a hold stands for the task of its account, of the person, or of any account where the task is of the person', () => {
    expect(held({ account: 1 })).toBe(true)
    expect(held({ account: 2 })).toBe(false)
    expect(held({ account: null })).toBe(true)
    expect(held({ account: 2 }, null)).toBe(true)
  })

  test('a hold stands for the task not where there is none', () => {
    expect(isStillHeld([], { kind: 'cease', account: null }, when)).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import { CONTACT_STATES, STATES, toldAs } from '../../../src/core/model/contact-state.ts'

/** Literal, so that a property that is changed in the table is seen here. */
describe('sets of states', () => {
  it.each<[keyof typeof STATES, string]>([
    ['waiting', 'planned queued'],
    ['inHand', 'sending unknown'],
    ['open', 'planned queued sending unknown'],
    ['onTheWay', 'planned queued sending'],
    ['sending', 'sending'],
    ['lost', 'unknown'],
    ['made', 'sent delivered failed'],
    ['unconfirmed', 'sent'],
    ['handed', 'queued sending unknown'],
    ['inWork', 'queued sending'],
    ['left', 'sent delivered failed unknown'],
    ['taken', 'sending sent delivered failed unknown'],
    ['unmade', 'cancelled expired denied'],
    ['refused', 'expired denied'],
    ['takenBack', 'cancelled'],
    ['toQueue', 'planned'],
    ['toRedeem', 'queued'],
  ])('%s', (name, states) => {
    expect(STATES[name]).toEqual(states.split(' '))
  })

  it('every state is in exactly one of waiting, in hand, made and unmade', () => {
    const { waiting, inHand, made, unmade } = STATES
    const all = [...waiting, ...inHand, ...made, ...unmade]
    expect(all.toSorted()).toEqual([...CONTACT_STATES].toSorted())
  })

  it('tell in the log of decisions how a redeem ended', () => {
    expect(CONTACT_STATES.map((state) => [state, toldAs(state)])).toEqual(
      expect.arrayContaining([
        ['sending', 'warned'],
        ['planned', 'waiting'],
        ['cancelled', 'cancelled'],
        ['expired', 'refused'],
        ['denied', 'refused'],
        ['failed', 'refused'],
      ]),
    )
  })
})

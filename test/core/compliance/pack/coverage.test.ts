import { describe, expect, it } from 'vitest'
import { coverageOf, gapOf, nameOfGap } from '../../../../src/core/compliance/pack/coverage.ts'
import { readPacks } from '../../../../src/shell/config/pack-file.ts'
import type { Product } from '../../../../src/core/model/product.ts'
import type { Actor } from '../../../../src/core/base/list.ts'

const { packs } = readPacks('schedules/compliance')
const of = (product: Product | null, actor: Actor | null = 'first_party') => ({ actor, product })
const named = (applies: object) => [{ applies }]
const gapName = (regions: string[], product: Product | null, applies: object = {}) => {
  const gap = gapOf({ packs }, { regions, ...of(product) }, named(applies))
  return gap && nameOfGap(gap)
}

describe('a residence', () => {
  it('a residence is covered by a pack of its own country or state, for the actor and the product', () => {
    for (const region of ['US', 'US-NY', 'US-*', 'GB', 'GB-SCT', 'CN-11', 'AU', 'BR-SP', 'KR'])
      expect([region, coverageOf({ packs }, region, of('credit_card'))]).toEqual([region, 'covered'])
    expect(coverageOf({ packs }, 'IT', of('consumer_loan', 'third_party'))).toBe('covered')
    expect(coverageOf({ packs }, 'IT', of('consumer_loan'))).toBe('neither')
    expect(coverageOf({ packs }, 'IT', of('consumer_loan', null))).toBe('covered')
  })

  it('a residence is not covered by a pack of a union, by the house, or by a neighbour', () => {
    for (const region of ['DE', 'FR', 'DE-BY', 'SG', 'CA-QC', 'DE-*'])
      expect([region, coverageOf({ packs }, region, of('npl_transferred'))]).toEqual([region, 'neither'])
  })

  it('a residence is accepted where the strategy names it, or a region in which it lies', () => {
    expect(gapName(['DE-BY'], 'invoice', { region: ['DE'] })).toBeNull()
    expect(gapName(['DE'], 'invoice', { region: ['DE-BY'] })).toBe('DE')
    expect(gapName(['DE'], 'invoice', { region: ['FR'] })).toBe('DE')
    expect(gapName(['DE'], 'invoice', {})).toBe('DE')
  })

  it('a residence is accepted where residences.yaml lists it, for the products and actors listed', () => {
    const line = { region: 'DE', acceptedOn: '2026-11-01', reason: 'counsel' }
    const listed = (more: object) => ({ packs, residences: { residences: [{ ...line, ...more }] } })
    expect(coverageOf(listed({}), 'DE-BY', of('invoice'))).toBe('accepted')
    expect(coverageOf(listed({ product: ['invoice'] }), 'DE', of('invoice'))).toBe('accepted')
    expect(coverageOf(listed({ product: ['invoice'] }), 'DE', of('consumer_loan'))).toBe('neither')
    expect(coverageOf(listed({ product: ['invoice'] }), 'DE', of(null))).toBe('neither')
    expect(coverageOf(listed({ actor: ['third_party'] }), 'DE', of('invoice'))).toBe('neither')
  })

  it('an unknown residence is bound by every pack and goes on; each of several candidates must be covered', () => {
    expect(gapName([], 'invoice')).toBeNull()
    expect(gapName(['US-NY', 'DE'], 'invoice')).toBe('DE')
    expect(gapName(['US-NY', 'GB'], 'invoice')).toBeNull()
  })
})

describe('a product', () => {
  it('a product that the packs of the residence leave out while they name its kin is not covered', () => {
    expect(gapName(['IN'], 'installment_loan')).toBe('IN installment_loan')
    expect(gapName(['IN-MH'], 'p2p')).toBe('IN p2p')
    expect(gapName(['CN'], 'installment_loan')).toBe('CN installment_loan')
    for (const product of ['consumer_loan', 'mortgage', 'microfinance', 'credit_card'] as const)
      expect(gapName(['IN'], product)).toBeNull()
  })

  it('a product is not left out by a rule about lawsuits and reports, which says nothing of contacts', () => {
    expect(gapName(['CN'], 'consumer_loan')).toBeNull()
  })

  it('a product of another kind is covered, and so is any where every product is meant', () => {
    for (const [region, product] of [
      ['IN', 'invoice'],
      ['CN', 'invoice'],
      ['ID', 'consumer_loan'],
      ['KR', 'invoice'],
      ['US-HI', 'credit_card'],
      ['GB', 'installment_loan'],
    ] as const)
      expect([region, gapName([region], product)]).toEqual([region, null])
  })

  it('a product is accepted where the strategy names it, not where it names the place only', () => {
    expect(gapName(['IN'], 'installment_loan', { region: ['IN'] })).toBe('IN installment_loan')
    expect(gapName(['IN'], 'installment_loan', { product: ['installment_loan'] })).toBeNull()
  })

  it('a product is accepted where residences.yaml lists it', () => {
    const line = { region: 'IN', acceptedOn: '2026-11-01', reason: 'counsel' }
    const residences = { residences: [{ ...line, product: ['installment_loan' as const] }] }
    expect(coverageOf({ packs, residences }, 'IN', of('installment_loan'))).toBe('accepted')
    expect(coverageOf({ packs, residences }, 'IN', of('p2p'))).toBe('neither')
  })
})

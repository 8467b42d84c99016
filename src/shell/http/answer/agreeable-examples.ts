const PROMISES = [[{ kind: 'standard', latest: '2026-04-09', least: '50.00', more: 2 }]]
const PLANS = [
  [
    {
      kind: 'standard',
      latestFirst: '2026-04-24',
      latest: '2028-03-10',
      leastRate: '7.50',
      leastSum: '250.00',
      every: null,
      more: 1,
    },
  ],
]

/** What may be agreed with a debtor, in the list of calls and with a claim: each has lists of the same names. */
export const AGREEABLE_EXAMPLES = {
  'claimTask.promises': PROMISES,
  'claimTask.plans': PLANS,
  'claimTask.settlement': [{ alone: '200.00', least: '125.00', latest: '2026-04-09', mostRates: 1 }],
  'tasks.promises': PROMISES,
  'tasks.plans': PLANS,
  'tasks.settlement': [null],
}

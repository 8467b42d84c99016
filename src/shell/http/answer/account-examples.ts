/** An account in the list of accounts. */
export const ACCOUNT_EXAMPLES = {
  'accounts.actor': ['first_party'],
  'accounts.collector': ['acme'],
  'accounts.product': ['credit_card'],
  'accounts.regions': [['US-NY']],
  'accounts.feed': ['ledger'],
  'accounts.balance': ['1250.00'],
  'accounts.credit': ['0.00'],
  'accounts.score': [0.4],
  'accounts.collection': ['active'],
  'accounts.endedReason': [null],
  'accounts.caseState': ['working'],
}

import { parse } from 'csv-parse/sync'
import type { FactInput } from '../../src/core/fact/fact.ts'

/** One invoice of the public receivables sample, its American dates turned round. */
export interface Invoice {
  account: string
  debtor: string
  billedOn: string
  dueOn: string
  settledOn: string
  amount: string
  disputed: boolean
}

export function readInvoices(csv: string): Invoice[] {
  const rows = parse(csv, { columns: true, skip_empty_lines: true }) as Record<string, string>[]
  return rows.map((row) => ({
    account: cell(row, 'invoiceNumber'),
    debtor: cell(row, 'customerID'),
    billedOn: dayFrom(cell(row, 'InvoiceDate')),
    dueOn: dayFrom(cell(row, 'DueDate')),
    settledOn: dayFrom(cell(row, 'SettledDate')),
    amount: cell(row, 'InvoiceAmount'),
    disputed: cell(row, 'Disputed') === 'Yes',
  }))
}

/** What a ledger would have reported about these invoices, in the order in which it happened. */
export function ledgerFacts(invoices: readonly Invoice[]): FactInput[] {
  const phones = new Map<string, string>()
  for (const { debtor } of invoices) {
    if (!phones.has(debtor)) phones.set(debtor, `+120255501${String(phones.size).padStart(2, '0')}`)
  }
  return invoices
    .flatMap((invoice) => factsOf(invoice, phones.get(invoice.debtor) ?? ''))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

export function isLate(invoice: Invoice): boolean {
  return invoice.settledOn > invoice.dueOn
}

function factsOf(invoice: Invoice, phone: string): FactInput[] {
  const account = invoice.account
  const billed = `${invoice.billedOn}T00:00:00Z`
  const paid = `${invoice.settledOn}T12:00:00Z`
  const facts: FactInput[] = [
    {
      type: 'account.opened',
      at: billed,
      account,
      debtor: invoice.debtor,
      creditor: 'acme',
      actor: 'first_party',
      product: 'invoice',
      currency: 'USD',
      region: 'US-NY',
      zone: 'UTC',
      locale: 'en',
      phone,
    },
    {
      type: 'obligation.billed',
      at: billed,
      account,
      obligation: account,
      dueOn: invoice.dueOn,
      amount: invoice.amount,
    },
    {
      type: 'payment.received',
      at: paid,
      account,
      payment: `P-${account}`,
      amount: invoice.amount,
      obligation: account,
    },
  ]
  if (!invoice.disputed || !isLate(invoice)) return facts
  const dispute = `X-${account}`
  return [
    ...facts,
    { type: 'dispute.opened', at: `${invoice.dueOn}T00:00:00Z`, account, dispute },
    { type: 'dispute.resolved', at: paid, account, dispute, outcome: 'withdrawn' },
  ]
}

function cell(row: Record<string, string>, column: string): string {
  const value = row[column]
  if (value === undefined) throw new Error(`no column ${column}`)
  return value
}

function dayFrom(american: string): string {
  const [month = '', day = '', year = ''] = american.split('/')
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

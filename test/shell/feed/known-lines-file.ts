export const NAMES = ['A1', 'A2', 'A3', 'B1'] as const
export type Name = (typeof NAMES)[number]
export const DEBTOR: Record<Name, string> = { A1: 'D1', A2: 'D1', A3: 'D2', B1: 'D3' }

export interface FileLine {
  name: Name
  figures: string
  score: string
  phone: string
  openedAt: string
}

const HEADER =
  'account,debtor,creditor,currency,region,zone,phone,name,score,opened_at,past_due,oldest_due_on,balance'

export function textOf(lines: readonly FileLine[], series: string): string {
  const rows = lines.map(({ name, figures, score, phone, openedAt }) => {
    const creditor = `${name.startsWith('A') ? 'acme' : 'other'}${series}`
    return `${name}${series},${DEBTOR[name]}${series},${creditor},USD,US-NY,UTC,${phone},Ann Example,${score},${openedAt},${figures}`
  })
  return `${[HEADER, ...rows].join('\n')}\n`
}

import type { LedgerObligation, LedgerPayment } from '../../../../core/model/ledger-money.ts'
import type { ObligationRow, PaymentRow } from '../world.ts'

/** Rows of money as the engine has them: copies, with what tests leave out. */

export function obligationFrom(row: ObligationRow): LedgerObligation {
  return {
    ...row,
    dueAt: row.dueAt ?? null,
    part: row.part ?? 'principal',
    saidAt: row.saidAt ?? null,
    words: row.words ?? null,
    rests: row.rests ?? false,
    restsUntil: row.restsUntil ?? null,
  }
}

export function paymentFrom(row: PaymentRow): LedgerPayment {
  return { ...row, kind: row.kind ?? 'money', of: row.of ?? null, said: row.said ?? null }
}

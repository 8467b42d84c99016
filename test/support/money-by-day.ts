/** What money of each day pays where the parts of a debt are paid in an order, worked out by walking over the days. */

interface Debt {
  name: string
  due: string
  part: string
  open: bigint
  rests: boolean
}

interface Money {
  at: string
  left: bigint
}

const KIND: Record<string, string> = { interest: 'interest', fee: 'costs', cost: 'costs' }

/** Every day of half a year passes: what came by then pays what is due by then, the first part of the order first. */
export function dayByDay(debts: readonly Debt[], money: readonly Money[], order: readonly string[]): bigint {
  let purse = 0n
  for (let day = Date.UTC(2025, 11, 1); day < Date.UTC(2026, 6, 1); day += 86_400_000) {
    const date = new Date(day).toISOString().slice(0, 10)
    for (const one of money) if (one.at.slice(0, 10) === date) purse += one.left
    for (const part of order) {
      const due = debts.filter(
        (debt) => !debt.rests && debt.due <= date && (KIND[debt.part] ?? 'principal') === part,
      )
      for (const debt of due.toSorted((a, b) => (`${a.due} ${a.name}` < `${b.due} ${b.name}` ? -1 : 1))) {
        const taken = least(debt.open, purse)
        debt.open -= taken
        purse -= taken
      }
    }
  }
  return purse
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

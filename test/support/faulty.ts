import type { HasNow, Transactions } from '../../src/flow/ports/transactions.ts'

/** A store of which some calls throw: `spoil` gets the name and the arguments of each, before it is made. */
export function faulty<Tx extends HasNow>(
  store: Transactions<Tx>,
  spoil: (method: string, args: readonly unknown[], answer?: unknown) => void,
): Transactions<Tx> {
  return {
    transaction: (work) => store.transaction((tx) => work(wrapped(tx, spoil))),
  }
}

function wrapped<Tx extends HasNow>(tx: Tx, spoil: (method: string, args: readonly unknown[]) => void): Tx {
  return new Proxy(tx, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key)
      if (typeof value !== 'function' || typeof key !== 'string') return value
      return (...args: unknown[]): unknown => {
        spoil(key, args)
        return value.apply(target, args) as unknown
      }
    },
  })
}

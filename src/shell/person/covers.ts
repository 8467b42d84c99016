interface Covering {
  account: string | null
  point: number | null
  /** The debtor's own numbers and addresses that it is about. */
  points: readonly number[]
  ofNumber: boolean
  channel: string | null
}

/** How far a hold reaches: an opt-out of one number is not one of everything, and it binds whoever else has the number. */
export function covers({ account, point, points, ofNumber, channel }: Covering): string {
  const what = channel ?? 'every channel'
  const own = [...new Set([...points, ...(point === null ? [] : [point])])].map((id) => `#${id}`)
  const where = account === null ? 'on every account' : `on account ${account}`
  if (own.length > 0) return `${what} to ${own.join(', ')} alone, ${where} and for whoever else has it`
  if (ofNumber) return `${what} to a number that is none of theirs now, ${where}`
  return `${what} to every number and address, ${where}`
}

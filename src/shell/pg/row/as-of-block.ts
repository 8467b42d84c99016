const laterOf =
  (column: string, says: string) =>
  (account: string): string => {
    const own = `${account}.${column}`
    const block = `(select b.at from account_block b where b.id = ${account}.block${says})`
    return `case when ${account}.block is null then ${own} else greatest(${own}, ${block}) end`
  }

/** The instants in effect of an account, read in no other way: its own, or those of the block that it stands in, which a file that says nothing new moves on. */
export const AS_OF_BLOCK = {
  snapshot_at: laterOf('snapshot_at', ''),
  score_at: laterOf('score_at', ' and b.scored'),
  line_at: laterOf('line_at', ''),
} as const

import { setTimeout as sleep } from 'node:timers/promises'

/** The wait ends when what must come true by itself has come true; the test's own limit ends what never does. */
export async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await sleep(10)
}

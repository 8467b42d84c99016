/** This file runs before a process's own code: every reading of its clock is so many milliseconds off. */
const SHIFT = `
const off = Number(process.env.FAULT_CLOCK_OFF)
const RealDate = Date
globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length > 0) super(...given)
    else super(RealDate.now() + off)
  }
  static now() {
    return RealDate.now() + off
  }
}`

/** Settings of a process whose clock is wrong by so many hours. */
export function withShiftedClock(hours: number): Record<string, string> {
  return {
    FAULT_CLOCK_OFF: String(hours * 3_600_000),
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(SHIFT)}`,
  }
}

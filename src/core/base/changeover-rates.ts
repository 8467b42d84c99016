import type { Currency } from './money.ts'
import type { Day } from './time.ts'

/** A law that put one currency in the place of another. */
export interface Changeover {
  from: Currency
  to: Currency
  /** The day from which debts are in the new one. */
  on: Day
  /** Units of the old one for one of the new one, as the law states it. */
  rate: string
}

/**
 * Sources: the irrevocable conversion rates of the euro, Regulations (EC) 2866/98, 1478/2000, 1086/2006, 1134/2007, 1135/2007,
 * 694/2008, (EU) 671/2010, 870/2013, 851/2014, 2022/1208 and 2025/1409; the national banks of Belarus, Mauritania, São Tomé
 * and Príncipe, Venezuela and Sierra Leone for theirs.
 */
const CHANGEOVERS: readonly Changeover[] = [
  ...euro('1999-01-01', {
    ATS: '13.7603',
    BEF: '40.3399',
    DEM: '1.95583',
    ESP: '166.386',
    FIM: '5.94573',
    FRF: '6.55957',
    IEP: '0.787564',
    ITL: '1936.27',
    LUF: '40.3399',
    NLG: '2.20371',
    PTE: '200.482',
  }),
  ...euro('2001-01-01', { GRD: '340.750' }),
  ...euro('2007-01-01', { SIT: '239.640' }),
  ...euro('2008-01-01', { MTL: '0.429300', CYP: '0.585274' }),
  ...euro('2009-01-01', { SKK: '30.1260' }),
  ...euro('2011-01-01', { EEK: '15.6466' }),
  ...euro('2014-01-01', { LVL: '0.702804' }),
  ...euro('2015-01-01', { LTL: '3.45280' }),
  ...euro('2023-01-01', { HRK: '7.53450' }),
  ...euro('2026-01-01', { BGN: '1.95583' }),
  { from: 'BYR', to: 'BYN', on: '2016-07-01', rate: '10000' },
  { from: 'MRO', to: 'MRU', on: '2018-01-01', rate: '10' },
  { from: 'STD', to: 'STN', on: '2018-01-01', rate: '1000' },
  { from: 'VEF', to: 'VES', on: '2018-08-20', rate: '100000' },
  { from: 'SLL', to: 'SLE', on: '2022-07-01', rate: '1000' },
]

function euro(on: Day, rates: Record<Currency, string>): Changeover[] {
  return Object.entries(rates).map(([from, rate]) => ({ from, to: 'EUR', on, rate }))
}

/** The law by which the one followed the other by that day; null = there is none. */
export function changeoverOf(from: Currency, to: Currency, day: Day): Changeover | null {
  return CHANGEOVERS.find((one) => one.from === from && one.to === to && one.on <= day) ?? null
}

/** Whether an account may have been in that currency and another by law. */
export function hasChangeover(currency: Currency): boolean {
  return KNOWN.has(currency)
}
const KNOWN = new Set(CHANGEOVERS.flatMap(({ from, to }) => [from, to]))

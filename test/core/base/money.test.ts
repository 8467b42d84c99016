import { afterEach, describe, expect, test } from 'vitest'
import {
  formatAmount,
  isCurrency,
  keepDigits,
  minorDigits,
  parseAmount,
} from '../../../src/core/base/money.ts'

describe('an amount', () => {
  test.each([
    ['55.94', 'USD', 5594],
    ['55.9', 'USD', 5590],
    ['55', 'USD', 5500],
    ['0', 'USD', 0],
    ['0.01', 'USD', 1],
    ['120', 'JPY', 120],
    ['1.234', 'BHD', 1234],
    ['90071992547409.91', 'USD', 9007199254740991],
  ])('%s %s is read as %d minor units, and told as it is', (text, currency, minor) => {
    expect(parseAmount(text, currency)).toBe(minor)
    expect(parseAmount(formatAmount(minor, currency), currency)).toBe(minor)
  })

  test.each([
    ['1200.00', 'JPY', 1200],
    ['150000.0', 'CLP', 150000],
    ['1.2340', 'KWD', 1234],
    ['55.9400', 'USD', 5594],
    ['0.000', 'USD', 0],
  ])('%s %s has the digits of the column of its ledger, and is %d minor units', (text, currency, minor) => {
    expect(parseAmount(text, currency)).toBe(minor)
  })

  test.each([
    ['1e3', 'USD', 'an exponent'],
    ['-1', 'USD', 'a sign'],
    ['+1', 'USD', 'a sign'],
    ['01', 'USD', 'a leading zero'],
    ['1.', 'USD', 'a point without digits'],
    ['.5', 'USD', 'a point without a whole'],
    ['1,5', 'USD', 'a comma'],
    [' 1', 'USD', 'a blank'],
    ['1 ', 'USD', 'a blank'],
    ['', 'USD', 'nothing'],
    ['1.234', 'USD', 'more digits than the currency has'],
    ['1.5', 'JPY', 'more digits than the currency has'],
    ['1200.01', 'KRW', 'more digits than the currency has'],
    ['1200.001', 'IDR', 'more digits than the currency has'],
    ['1.2345', 'KWD', 'more digits than the currency has'],
    ['90071992547409.92', 'USD', 'more than can be counted'],
  ])('%o %s is none: it has %s', (text, currency) => {
    expect(parseAmount(text, currency)).toBeNull()
  })

  test('an amount is told with all digits of its currency, and with its sign', () => {
    expect(formatAmount(5, 'USD')).toBe('0.05')
    expect(formatAmount(-5, 'USD')).toBe('-0.05')
    expect(formatAmount(-12_345, 'USD')).toBe('-123.45')
    expect(formatAmount(7, 'BHD')).toBe('0.007')
    expect(formatAmount(-7, 'JPY')).toBe('-7')
  })
})

test('a currency is an ISO code in capitals, with as many digits as it has', () => {
  expect(['USD', 'usd', 'XXZ', ''].map(isCurrency)).toEqual([true, false, false, false])
  expect(['USD', 'JPY', 'BHD', 'HUF', 'CNY'].map(minorDigits)).toEqual([2, 0, 3, 2, 2])
})

describe('a minor unit that nobody hands over', () => {
  afterEach(() => keepDigits(new Map()))

  test.each([
    ['1234567.89', 'IDR', 123_456_789],
    ['1234567.80', 'COP', 123_456_780],
    ['0.5', 'HUF', 50],
    ['1.234', 'IQD', 1234],
    ['150000', 'PKR', 15_000_000],
    ['150000.00', 'PKR', 15_000_000],
  ])('%s %s is read as %d', (text, currency, minor) => {
    expect(parseAmount(text, currency)).toBe(minor)
    expect(parseAmount(formatAmount(minor, currency), currency)).toBe(minor)
  })

  test('the fraction is written only where there is one', () => {
    expect(formatAmount(15_000_000, 'PKR')).toBe('150000')
    expect(formatAmount(-15_000_000, 'PKR')).toBe('-150000')
    expect(formatAmount(15_000_050, 'PKR')).toBe('150000.50')
    expect(formatAmount(0, 'IQD')).toBe('0')
  })

  test('a book that holds sums without it goes on without it', () => {
    keepDigits(new Map([['HUF', 0]]))
    expect(parseAmount('100.50', 'HUF')).toBeNull()
    expect([parseAmount('100.00', 'HUF'), formatAmount(100, 'HUF')]).toEqual([100, '100'])
    expect(parseAmount('100.50', 'PKR')).toBe(10_050)
  })
})

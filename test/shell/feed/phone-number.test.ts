import { getCountries, getExampleNumber } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples'
import { expect, test } from 'vitest'
import { readPhone } from '../../../src/shell/feed/phone-number.ts'

const meant = (text: string, home: string) => readPhone(text, home).map(({ number }) => number)
const among = (text: string) => readPhone(text, null).map(({ number }) => number)

test('the mobile numbers of every country are read in seven spellings, at home and where the country is not known', () => {
  for (const country of getCountries()) {
    const example = getExampleNumber(country, examples)
    if (!example) continue
    const { number, nationalNumber } = example
    const spellings = [
      number,
      number.slice(1),
      `00${number.slice(1)}`,
      example.formatInternational(),
      example.formatNational(),
      example.format('RFC3966'),
      nationalNumber,
    ]
    for (const text of spellings) {
      expect([country, text, ...meant(text, country)]).toEqual([country, text, number])
      expect([country, text, among(text).includes(number)]).toEqual([country, text, true])
    }
  }
})

test.each([
  ['4915112345671', 'DE', '+4915112345671'],
  ['0049 (0) 151 123 45671', 'DE', '+4915112345671'],
  ['+49301234567; ext 123456', 'DE', '+49301234567'],
  ['+49301234567;x123456', 'DE', '+49301234567'],
  ['+49301234567; ext. 123456', 'DE', '+49301234567'],
  ['(+49) 151/12345671', 'DE', '+4915112345671'],
  ['tel:0151-12345671;phone-context=+49', 'US', '+4915112345671'],
  ['٠١٥١ ١٢٣٤٥٦٧١', 'DE', '+4915112345671'],
  ['\u202a+49\u00a0151\u200b12345671', 'DE', '+4915112345671'],
  ['011 49 151 12345671', 'US', '+4915112345671'],
  ['3525550100', 'US', '+13525550100'],
  ['1 (202) 555-0100', 'US', '+12025550100'],
  ['066981234', 'IT', '+39066981234'],
  ['3471234567', 'IT', '+393471234567'],
  ['8 (912) 345-67-89', 'RU', '+79123456789'],
  ['01 55 1234 5678', 'MX', '+525512345678'],
  ['044 55 1234 5678', 'MX', '+525512345678'],
  ['+52 1 55 1234 5678', 'MX', '+525512345678'],
  ['011 15 2345-6789', 'AR', '+5491123456789'],
  ['0 15 11 91234-5678', 'BR', '+5511912345678'],
  ['0011 49 151 12345671', 'AU', '+4915112345671'],
  ['010 49 151 12345671', 'JP', '+4915112345671'],
  ['07700 900123', 'GB', '+447700900123'],
  ['0044 7700 900123', 'GB', '+447700900123'],
  ['0011 61 412 345 678', 'AU', '+61412345678'],
  ['8-10-7-916-123-45-67', 'RU', '+79161234567'],
  ['4915112345671.0', 'DE', '+4915112345671'],
  ['2025550100.0', 'US', '+12025550100'],
  ['9876543210,00', 'IN', '+919876543210'],
])('%s of somebody in %s is %s', (text, home, number) => {
  expect(meant(text, home)).toEqual([number])
})

test('the digit that gateways leave out of mobile numbers of Argentina and Brazil is found', () => {
  expect(among('541123456789')).toContain('+5491123456789')
  expect(among('+5491123456789')).toContain('+541123456789')
  expect(among('551187654321')).toContain('+5511987654321')
})

test('a fraction of nothing and two zeros before a number of no plan are read, too, where the country is not known', () => {
  expect(among('4915112345671.0')).toEqual(among('4915112345671'))
  expect(among('00447700900123')).toContain('+447700900123')
})

test('what is no number has no reading', () => {
  for (const text of [
    '',
    'call me',
    '12',
    '+0151 12345671',
    'the one of 2019, please',
    '-',
    '+49301234567; +49301234568',
    '030 1234567; 030 1234568',
  ])
    expect([text, meant(text, 'DE')]).toEqual([text, []])
})

test('a number tells its line where its plan does', () => {
  const line = (text: string) => readPhone(text, null)[0]?.line
  expect(['+4930901820', '+4915112345671', '+12025550100', '+18005550100'].map(line)).toEqual([
    'landline',
    'mobile',
    null,
    'landline',
  ])
})

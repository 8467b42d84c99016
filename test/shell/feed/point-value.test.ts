import { expect, test } from 'vitest'
import { kindOf, pointValues } from '../../../src/shell/feed/point-value.ts'

const normalOf = (value: string) => pointValues('email', value, null).map(({ normal }) => normal)

test('an address is one, in whichever letters its domain is written', () => {
  for (const value of ['Lin@Bücher.example', 'lin@xn--bcher-kva.example', 'mailto:lin@XN--BCHER-KVA.example'])
    expect(normalOf(value)).toEqual(['lin@bücher.example'])
  expect(normalOf('lin@xn--.example')).toEqual(['lin@xn--.example'])
  expect(normalOf('xn--lin@mail.example')).toEqual(['xn--lin@mail.example'])
})

test('what has signs of a list or of a name around it is no address', () => {
  for (const value of ['<lin@mail.example>', 'lin@mail.example;', 'lin@mail.example,lan@mail.example']) {
    expect(kindOf(value) === 'phone').toBe(false)
    expect(normalOf(value)).toEqual([])
  }
  expect(normalOf(`o'neil+bills@mail.example`)).toEqual([`o'neil+bills@mail.example`])
})

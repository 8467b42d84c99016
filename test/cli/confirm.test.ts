import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { confirm } from '../../src/cli/confirm.ts'

function terminal(tty = true) {
  const input = Object.assign(new PassThrough(), { isTTY: tty })
  const output = Object.assign(new PassThrough(), { isTTY: tty })
  return { input, output, said: () => String(output.read() ?? '') }
}

test('what will be touched is said, and only yes goes on', async () => {
  const at = terminal()
  at.input.write('yes\n')
  await confirm(['version 3 becomes the active one'], false, at)
  expect(at.said()).toBe('version 3 becomes the active one\nType yes to go on: ')
  for (const answer of ['no\n', 'y\n', '\n', 'yesterday\n']) {
    const other = terminal()
    other.input.write(answer)
    await expect(confirm(['x'], false, other)).rejects.toThrow('not_confirmed')
  }
})

test('a terminal that is closed has said nothing', async () => {
  const at = terminal()
  at.input.end()
  await expect(confirm(['x'], false, at)).rejects.toThrow('not_confirmed')
})

test('nobody is asked without a terminal: the error says what it would be', async () => {
  const at = terminal(false)
  at.input.write('yes\n')
  await expect(confirm(['one', 'two'], false, at)).rejects.toThrow(/it would be this: one; two$/)
  expect(at.said()).toBe('')
})

test('a person who said yes beforehand is not asked', async () => {
  const at = terminal(false)
  await confirm(['x'], true, at)
  expect(at.said()).toBe('')
})

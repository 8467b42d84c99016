import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readDialers } from '../../../src/shell/config/read-dialers.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'dialers-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function read(text: string, name = 'acme') {
  writeFileSync(join(folder, `${name}.yaml`), text)
  const { placed, files } = readDialers(folder)
  return {
    dialers: placed.map(({ value }) => value),
    problems: files.flatMap(({ problems }) =>
      problems.map(({ code, path, line }) => `${code} ${path}:${line}`),
    ),
  }
}

describe('a file of a dialer', () => {
  test('a name and a place are enough', () => {
    const { dialers, problems } = read('dialer: acme\nout: { directory: "{env.PROVIDER_ACME_DIR}" }\n')
    expect(problems).toEqual([])
    expect(dialers).toMatchObject([
      {
        dialer: 'acme',
        takes: {},
        list: { size: 500, every: 30, stands: 120, least: 10, order: 'rank' },
        tells: { within: 60 },
      },
    ])
  })

  test('what cannot be is refused where it stands', () => {
    const none = read('dialer: acme\nout: {}\n')
    expect([none.dialers, none.problems]).toEqual([[], [expect.stringMatching(/ out:/)]])
    expect(read('dialer: acme\nout: { directory: "{env.SECRET}" }\n').problems).toEqual([
      'unknown_placeholder out.directory:2',
    ])
    expect(read('dialer: acme\nlist: { stands: 10, least: 30 }\nout: { directory: /x }\n').problems).toEqual([
      'short_list list.least:2',
    ])
    expect(read('dialer: other\nout: { directory: /x }\n').problems).toEqual(['file_name dialer:1'])
  })

  test('there may be no folder of them', () => {
    expect(readDialers(join(folder, 'none'))).toEqual({ files: [], placed: [] })
  })
})

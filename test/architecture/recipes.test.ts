import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FIGURES } from '../../bench/figures.ts'
import { CHANNELS, CONTACT_CHANNELS } from '../../src/core/channel/channel.ts'
import { pathsFor, recipe, recipes } from './recipe-table.ts'
import { filesIn, read, ROOT } from './source.ts'

describe('ARCHITECTURE.md', () => {
  it('has 150 lines at most', () => {
    expect(read('ARCHITECTURE.md').trimEnd().split('\n').length).toBeLessThanOrEqual(150)
  })

  it('names only files and folders that are there', () => {
    const paths = [
      ...read('ARCHITECTURE.md').matchAll(/`((?:src|test|workers|schedules|docs|bench|bin)[/\w.-]*)`/g),
    ]
    expect(paths.map((match) => match[1] ?? '').filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })

  it('edits only files that are there', () => {
    const edited = recipes().flatMap((one) => one.edit)
    expect(edited.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })
})

describe('the recipe of a channel', () => {
  const { make, edit } = recipe('a channel')

  it.each(CHANNELS)('is how %s was made', (channel) => {
    expect(pathsFor(make, channel).filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
    expect(read(edit[0] ?? '')).toMatch(new RegExp(`\\b${channel}\\b`))
  })

  it.each(CONTACT_CHANNELS)('is how the engine came to make contacts by %s', (channel) => {
    for (const path of edit) expect(read(path), path).toMatch(new RegExp(`\\b${channel}(_URL)?\\b`, 'i'))
  })

  it.each(CHANNELS)('keeps %s out of the rooms that know no channel', (channel) => {
    const importers = filesIn('src').filter((path) => read(path).includes(`/channel/${channel}.ts'`))
    expect(importers).toEqual([])
  })
})

describe('the recipe of a figure', () => {
  it('is how each was made', () => {
    const files = filesIn('bench').map((path) => basename(path))
    for (const id of Object.keys(FIGURES)) {
      expect(
        files.filter((file) => file.startsWith(`${id.toLowerCase()}-`)),
        id,
      ).toHaveLength(1)
    }
  })
})

import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FIGURES } from '../../bench/figures.ts'
import { CHANNELS, CONTACT_CHANNELS } from '../../src/core/channel/channel.ts'
import { pathsFor, recipe, recipes } from './recipe-table.ts'
import { filesIn, read, ROOT } from './source.ts'

describe('ARCHITECTURE.md', () => {
  it('the page has 150 lines at most', () => {
    expect(read('ARCHITECTURE.md').trimEnd().split('\n').length).toBeLessThanOrEqual(150)
  })

  it('the page names only files and folders that are there', () => {
    const paths = [
      ...read('ARCHITECTURE.md').matchAll(/`((?:src|test|workers|schedules|docs|bench|bin)[/\w.-]*)`/g),
    ]
    expect(paths.map((match) => match[1] ?? '').filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })

  it('the recipes edit only files that are there', () => {
    const edited = recipes().flatMap((one) => one.edit)
    expect(edited.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })
})

describe('the recipe of a channel', () => {
  const { make, edit } = recipe('a channel')

  it.each(CHANNELS)('the channel %s was made by the recipe', (channel) => {
    expect(pathsFor(make, channel).filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
    expect(read(edit[0] ?? '')).toMatch(new RegExp(`\\b${channel}\\b`))
  })

  it.each(CONTACT_CHANNELS)('the engine came to make contacts by %s through the recipe', (channel) => {
    for (const path of edit) expect(read(path), path).toMatch(new RegExp(`\\b${channel}(_URL)?\\b`, 'i'))
  })

  it.each(CHANNELS)('the rooms that know no channel do not import %s', (channel) => {
    const importers = filesIn('src').filter((path) => read(path).includes(`/channel/${channel}.ts'`))
    expect(importers).toEqual([])
  })
})

describe('the recipe of a figure', () => {
  it('each figure was made by the recipe', () => {
    const files = filesIn('bench').map((path) => basename(path))
    for (const id of Object.keys(FIGURES)) {
      expect(
        files.filter((file) => file.startsWith(`${id.toLowerCase()}-`)),
        id,
      ).toHaveLength(1)
    }
  })
})

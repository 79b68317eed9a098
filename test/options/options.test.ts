import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import {
  COMMAND_NAMES,
  type CommandName,
  commandOptions,
  configuredNames,
  namesIn,
  OPTIONS,
} from '../../src/options/index.ts'
import type { Option } from '../../src/options/option.ts'
import { projectFiles, root } from '../support/project-files.ts'

const entries: readonly (readonly [name: string, option: Option])[] = Object.entries(OPTIONS)
const source = readFileSync(join(root, 'src/options/options.ts'), 'utf8')

const guides = ['rules', 'credentials']
  .map((name) => readFileSync(join(root, `docs/guides/${name}.md`), 'utf8'))
  .join('\n')

/** Where options arrive: what stands there, without comments. A template of `init` only writes names. */
const readers = projectFiles()
  .filter(({ path }) => /^src\/(?:cli\/commands|client|adequacy|deployment\/wiring)\/(?!init-files)/.test(path))
  .map(({ text }) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''))

/** Whether code asks for a property of that name. A name that other things have as well may pass unread. */
const isRead = (name: string): boolean =>
  readers.some((text) => new RegExp(`\\.${name}\\b|[{,]\\s*${name}\\s*[,:=}]`).test(text))

describe.each(entries)('the option %s', (name, { kind, form, places, commands, rivals = [], ...words }) => {
  const uses = COMMAND_NAMES.flatMap((command) => commandOptions(command).filter((option) => option.name === name))

  // What is an object or a function has no form on a command line.
  const isWritten = ![words.help, words.negation].every((text) => text === undefined) || uses.some(({ help }) => help)

  it('belongs to a command, which says what it does', () => {
    expect(uses).toHaveLength(Object.keys(commands).length)
    expect(uses.length).toBeGreaterThan(0)
    if (!isWritten) {
      expect(places).toEqual(expect.arrayContaining(['configuration', 'library']))
      expect(guides).toContain(`\`${name}\``)
      return
    }
    for (const { help, negation } of uses) expect(help ?? negation).toMatch(/^\w.*[^.]$/)
  })

  it('is read where options arrive', () => {
    expect(isRead(name)).toBe(true)
  })

  it('says how its value is written, if it has one', () => {
    expect(form !== undefined).toBe(isWritten && kind.form !== 'true or false')
    if (form !== undefined) expect(form).toMatch(/^<.+>$/)
  })

  it('has a comment for editors, if it stands in code', () => {
    const hasComment = new RegExp(`\\*/\\n  ${name}: \\{`).test(source)
    expect(hasComment).toBe(places.length > 0)
  })

  it('has a default that the command line takes', () => {
    for (const { default: value, kind } of uses)
      if (typeof value === 'number') expect(kind.parse(kind.show?.(value) ?? String(value))).toBe(value)
  })

  it('is a rival of its rivals', () => {
    for (const rival of rivals) expect(entries.find(([other]) => other === rival)?.[1].rivals).toContain(name)
  })

  it('has words in one place', () => {
    const overridden = Object.values(commands).map((difference) => Object.keys(difference))
    if (words.help !== undefined) expect(overridden.every((names) => names.includes('help'))).toBe(false)
  })
})

test('what verify takes stands in the configuration and the library by the same name, except these', () => {
  const verify = commandOptions('verify').map(({ name }) => name)
  const without = (names: readonly string[]): string[] => verify.filter((name) => !names.includes(name))
  expect(without(namesIn('configuration'))).toEqual(['config', 'updateBaseline', 'baselineReason', 'baselineExpires'])
  expect(without(namesIn('library'))).toEqual([
    'spec',
    'strict',
    'allowRefsOutside',
    'tokenCommand',
    'config',
    'updateBaseline',
    'baselineReason',
    'baselineExpires',
    'reporter',
    'quiet',
    'verbose',
    'color',
  ])
})

test('a configuration counts for a command where an option means the same', () => {
  const namesOf = (command: CommandName): readonly string[] => configuredNames(command)
  expect(namesOf('client')).toEqual(['spec', 'strict', 'allowRefsOutside', 'maxBody', 'formats', 'quiet', 'color'])
  expect(namesOf('mock')).toEqual(['spec', 'strict', 'allowRefsOutside', 'maxBody', 'formats'])
  expect(namesOf('adequacy')).toEqual([
    'spec',
    'strict',
    'allowRefsOutside',
    'param',
    'body',
    'seed',
    'planLimit',
    'maxBody',
    'include',
    'exclude',
    'formats',
  ])
  expect(namesOf('init')).toEqual([])
  // Nothing is left out of what verify and plan take.
  expect(namesOf('verify')).toEqual(namesIn('configuration'))
  const guide = readFileSync(join(root, 'docs/guides/configuration.md'), 'utf8')
  for (const command of ['client', 'mock', 'adequacy'] as const) {
    const row = guide.split('\n').find((line) => line.startsWith(`| \`${command}\` |`)) ?? ''
    for (const name of namesOf(command)) expect(row).toContain(`\`${name}\``)
  }
})

test('a configuration, and its operations, have only options of verify', () => {
  const verify: readonly string[] = commandOptions('verify').map(({ name }) => name)
  expect(namesIn('configuration').filter((name) => !verify.includes(name))).toEqual([])
  expect(namesIn('operation')).toEqual(['param', 'body', 'runs', 'checks', 'refusals'])
  expect(namesIn('configuration')).toEqual(expect.arrayContaining([...namesIn('operation')]))
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import type { Json } from '../../../src/json/index.ts'
import { documentOf, FILE, INFO, load, loadStrictly, refusal } from '../samples.ts'

interface Pair {
  readonly name: string
  readonly wrong: Json
  readonly right: Json
  readonly message: RegExp
  readonly pointer?: string
  readonly line?: number
}

const valid = documentOf('3.1')
const text = JSON.stringify(valid, null, 2)
const yaml = 'openapi: 3.1.0\ninfo: {title: a, version: "1"}\npaths: {}\n'

const DOCUMENTS: readonly Pair[] = [
  { name: 'no text', wrong: '', right: text, message: /^api\.json: the file is empty/ },
  { name: 'white space', wrong: ' \n', right: text, message: /the file is empty/ },
  {
    name: 'half a text',
    wrong: text.slice(0, -5),
    right: text,
    message: /^api\.json:\d+: not valid JSON or YAML: .*line \d+, column \d+/,
  },
  {
    name: 'a YAML text that ends within a list',
    wrong: `${yaml}tags: [\n  {name: a}\n`,
    right: `${yaml}tags: [\n  {name: a}]\n`,
    message: /\(line 6, column 1\)$/,
    line: 6,
  },
  {
    name: 'a name twice',
    wrong: `${yaml}paths: {}\n`,
    right: yaml,
    message: /^api\.json:4: not valid JSON or YAML: Map keys must be unique \(line 4, column 1\)/,
    line: 4,
  },
  {
    name: 'a name twice in braces, before another one',
    wrong: `${yaml}x-a: {b: 1, c: {}, "b": 2}\nx-a: 1\n`,
    right: `${yaml}x-a: {b: 1, c: {b: 1}, d: 2}\n`,
    message: /^api\.json:4: not valid JSON or YAML: Map keys must be unique \(line 4, column 20\)/,
    line: 4,
  },
  {
    name: 'a name twice, before what is no YAML',
    wrong: `${yaml}paths: {}\n- a\n`,
    right: yaml,
    message: /Map keys must be unique \(line 4, column 1\)/,
    line: 4,
  },
  {
    name: 'what is no YAML, before a name twice',
    wrong: `${yaml}x-a: "\\q"\npaths: {}\n`,
    right: `${yaml}x-a: "\\\\q"\n`,
    message: /Invalid escape sequence/,
    line: 4,
  },
  {
    name: 'a number that is none',
    wrong: `${yaml}x-a: .inf\n`,
    right: `${yaml}x-a: 1\n`,
    message: /Infinity is no JSON/,
  },
  {
    name: 'an anchor in itself',
    wrong: `${yaml}x-a: &a [*a]\n`,
    right: `${yaml}x-a: &a []\n`,
    message: /JSON|alias|nested/i,
  },
  {
    name: 'a bomb of aliases',
    wrong: bomb(9),
    right: bomb(2),
    message: /alias/i,
  },
  {
    name: 'deep JSON',
    wrong: JSON.stringify(valid).replace('"info"', `"x-deep":${'['.repeat(5000)}${']'.repeat(5000)},"info"`),
    right: JSON.stringify(valid).replace('"info"', `"x-deep":${'['.repeat(50)}${']'.repeat(50)},"info"`),
    message: /nested deeper than 400 levels; flatten/,
  },
  {
    name: 'deep YAML',
    wrong: `${yaml}x-deep: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`,
    right: `${yaml}x-deep: ${'['.repeat(50)}${']'.repeat(50)}\n`,
    message: /nested deeper/,
  },
  { name: 'a scalar', wrong: 'hello', right: text, message: /names no version; supported are swagger "2.0", openapi/ },
  { name: 'a list', wrong: '[]', right: text, message: /no OpenAPI document/ },
  { name: 'no version', wrong: { info: INFO, paths: {} }, right: valid, message: /no OpenAPI document/ },
  {
    name: 'a version of the future',
    wrong: { ...valid, openapi: '4.0.0' },
    right: { ...valid, openapi: '3.1.9' },
    message: /#\/openapi: openapi "4.0.0" is no version that is supported; supported are/,
    pointer: '/openapi',
  },
  {
    name: 'a version that is a number',
    wrong: yaml.replace('3.1.0', '3.1'),
    right: yaml.replace('3.1.0', '"3.1.1"'),
    message: /openapi 3.1 is .*in quotes/,
    pointer: '/openapi',
  },
  {
    name: 'swagger 1.2',
    wrong: { ...documentOf('2.0'), swagger: '1.2' },
    right: documentOf('2.0'),
    message: /swagger "1.2" is no version/,
    pointer: '/swagger',
  },
]

function bomb(levels: number): string {
  const lines = Array.from(
    { length: levels },
    (_, n) => `x-${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(', ')}]`,
  )
  return `${yaml}x-0: &a0 [1]\n${lines.join('\n')}\n`
}

async function expectPair({ wrong, right, message, pointer, line }: Pair): Promise<void> {
  const error = await refusal(load(wrong))
  expect(error.message).toMatch(message)
  expect(error.file).toBe(FILE)
  if (pointer !== undefined) expect(error.pointer).toBe(pointer)
  if (line !== undefined) expect(error.line).toBe(line)
  // A sentence, and no dump.
  expect(error.message.length).toBeLessThan(500)
  await load(right)
}

describe('no usable text', () => {
  test.each(DOCUMENTS)('$name', expectPair)
})

describe('no usable file', () => {
  let directory = ''
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'contract-'))
    await writeFile(join(directory, 'good.json'), text)
    await writeFile(join(directory, 'bom.json'), `\uFEFF${text}`)
    await writeFile(join(directory, 'utf-16.json'), Buffer.from(`\uFEFF${text}`, 'utf16le'))
  })
  afterAll(() => rm(directory, { recursive: true }))

  it.each([
    ['missing.json', /cannot be read: there is no such file; check the path$/],
    ['.', /it is a directory; name the file in it$/],
    ['good.json/below', /there is no such file/],
    ['utf-16.json', /it is not UTF-8/],
  ])('%s', async (name, message) => {
    const path = join(directory, name)
    const error = await refusal(loadStrictly(path))
    expect(error.message).toMatch(message)
    expect(error.message.startsWith(`${path}: `)).toBe(true)
    expect(error.file).toBe(path)
  })

  it.each(['good.json', 'bom.json'])('but %s', async (name) => {
    expect((await loadStrictly(join(directory, name))).title).toBe('Sample')
  })

  it('is one over the limit', async () => {
    const path = join(directory, 'good.json')
    expect((await refusal(loadStrictly(path, { maxBytes: text.length - 1 }))).message).toMatch(/it is larger than/)
    await loadStrictly(path, { maxBytes: text.length })
  })

  it('is a device', async () => {
    expect((await refusal(loadStrictly('/dev/zero'))).message).toMatch(/no regular file/)
  })

  it('is behind a scheme that nobody reads', async () => {
    expect((await refusal(loadStrictly('ftp://example.com/a.json'))).message).toMatch(/ftp: cannot be read/)
  })
})

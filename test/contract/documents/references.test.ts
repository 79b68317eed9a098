import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loadContract } from '../../../src/contract/documents/index.ts'
import { readFiles } from '../../../src/contract/documents/read-files.ts'
import type { Contract } from '../../../src/contract/model/index.ts'
import { FileSet, gather, requireDialect } from '../../../src/contract/openapi/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { load, loadStrictly, only, operationOf, refusal, schemaPointer, withSchema } from '../samples.ts'

/** It has devices, pipes and files without a size. */
const isLinux = process.platform === 'linux'

/** One API in several files. */
const FILES: { readonly [name: string]: JsonObject | string } = {
  'api.yaml': `
openapi: 3.0.3
info: { title: Parts, version: '1' }
paths:
  /things/{id}:
    $ref: 'paths/things.json'
`,
  'paths/things.json': {
    parameters: [{ $ref: '../common%20parts.yaml#/parameters/Id' }],
    post: {
      operationId: 'addThing',
      requestBody: { $ref: '#/x-bodies/thing' },
      responses: { 200: { $ref: '../common%20parts.yaml#/responses/Ok' } },
    },
    'x-bodies': { thing: { content: { 'application/json': { schema: { $ref: '../thing.json' } } } } },
  },
  'common parts.yaml': `
parameters:
  Id:
    name: id
    in: path
    required: true
    schema: { $ref: '#/schemas/Id' }
responses:
  Ok:
    description: Success
    headers:
      X-Next: { $ref: '#/headers/Next' }
    content:
      application/json:
        schema: { $ref: 'thing.json#/properties/parts' }
headers:
  Next: { schema: { type: string, nullable: true } }
schemas:
  Id: { type: string, maxLength: 5 }
unused: { $ref: 'missing.json' }
`,
  'thing.json': {
    id: 'thing',
    type: 'object',
    properties: { name: { type: 'string', nullable: true }, parts: { type: 'array', items: { $ref: '#' } } },
  },
}
const refTo = ($ref: string): JsonObject => ({ $ref })
const bytesOf = (file: JsonObject | string): string => (typeof file === 'string' ? file : JSON.stringify(file))

function expectParts(contract: Contract, named: (name: string) => string): void {
  const operation = only(contract.operations)
  const things = named('paths/things.json')
  const common = named('common parts.yaml')
  expect(operation).toMatchObject({ id: 'addThing', path: '/things/{id}', source: { file: things, pointer: '/post' } })
  const id = only(operation.parameters)
  expect(id).toMatchObject({ name: 'id', source: { file: common, pointer: '/parameters/Id' } })
  expect(id.schema).toEqual({
    schema: { $ref: '#/schemas/Id' },
    source: { file: common, pointer: '/parameters/Id/schema' },
  })
  expect(contract.resolve('#/schemas/Id', id.schema.source)).toEqual({
    schema: { type: 'string', maxLength: 5 },
    source: { file: common, pointer: '/schemas/Id' },
  })
  expect(operation.requestBody?.source).toEqual({ file: things, pointer: '/x-bodies/thing' })
  const ok = only(operation.responses)
  expect(ok.source).toEqual({ file: common, pointer: '/responses/Ok' })
  expect(only(ok.headers)).toMatchObject({ name: 'X-Next', schema: { schema: { type: ['string', 'null'] } } })
  const body = only(operation.requestBody?.content ?? [])
  const whole = contract.resolve('../thing.json', body.source)
  expect(whole.source).toEqual({ file: named('thing.json'), pointer: '' })
  // A word of draft 4, on which validators of 2020-12 give up.
  expect(whole.schema).not.toHaveProperty('id')
  expect(whole.schema).toMatchObject({ properties: { name: { type: ['string', 'null'] } } })
  // A file that refers to itself, from a third.
  expect(contract.resolve('#', { file: named('thing.json'), pointer: '/properties/parts/items' })).toBe(whole)
  expect(contract.lineOf(id.source)).toBe(3)
}

describe('files', () => {
  let directory = ''
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'contract-'))
  })
  afterEach(() => rm(directory, { recursive: true }))

  async function write(files: { readonly [name: string]: JsonObject | string }): Promise<void> {
    for (const [name, file] of Object.entries(files)) {
      await mkdir(dirname(join(directory, name)), { recursive: true })
      await writeFile(join(directory, name), bytesOf(file))
    }
  }

  it('are named by absolute path where the root is', async () => {
    await write(FILES)
    expectParts(await loadStrictly(join(directory, 'api.yaml')), (name) => join(directory, name))
  })

  it('are named from the working directory where the root is', async () => {
    await write(FILES)
    const root = relative(process.cwd(), join(directory, 'api.yaml'))
    expectParts(await loadStrictly(root), (name) => join(dirname(root), name))
  })

  it('are named by URL where the root is', async () => {
    await write(FILES)
    const named = (name: string) => pathToFileURL(join(directory, name)).href
    expectParts(await loadStrictly(named('api.yaml')), named)
  })

  it('are found beside a text that is given', async () => {
    await write(FILES)
    const file = join(directory, 'not-there.yaml')
    const contract = await loadStrictly({ file, text: bytesOf(FILES['api.yaml'] ?? '') })
    expectParts(contract, (name) => join(directory, name))
  })

  it('have a digest that knows neither their directory nor their line endings', async () => {
    await write(FILES)
    const { digest } = await loadStrictly(join(directory, 'api.yaml'))
    const moved = Object.entries(FILES).map(([name, file]) => [`moved/${name}`, bytesOf(file).replaceAll('\n', '\r\n')])
    await write(Object.fromEntries(moved))
    expect((await loadStrictly(join(directory, 'moved/api.yaml'))).digest).toBe(digest)
    const changed = { ...FILES, 'thing.json': { type: 'object', properties: { parts: {} } } }
    await write(changed)
    expect((await loadStrictly(join(directory, 'api.yaml'))).digest).not.toBe(digest)
  })

  it.each([
    ['missing.json', /leads to .*missing\.json, which cannot be read: there is no such file/],
    ['paths', /it is a directory/],
    ['thing.json#/properties/none', /leads nowhere: .*thing\.json has no such place/],
    ['ftp://example.com/a.json', /ftp: cannot be read/],
    ['broken.json', /broken\.json:1: not valid JSON or YAML/],
  ])('are asked for in vain: %s', async ($ref, message) => {
    await write({ ...FILES, 'broken.json': '{"a": [', 'root.json': withSchema('3.1', { items: { $ref } }) })
    const error = await refusal(loadStrictly(join(directory, 'root.json')))
    expect(error.message).toMatch(message)
    if ($ref !== 'broken.json') {
      expect(error).toMatchObject({ file: join(directory, 'root.json'), line: 1 })
      expect(error.pointer).toBe(`${schemaPointer('3.1')}/items`)
    }
  })

  it('are held against the version of the root, in their own places', async () => {
    await write({ ...FILES, 'paths/things.json': { post: { parameters: [{ name: 'a', in: 'nowhere' }] } } })
    const error = await refusal(loadStrictly(join(directory, 'api.yaml')))
    expect(error.file).toBe(join(directory, 'paths/things.json'))
    expect(error.message).toMatch(/things\.json:1 #\/post.*: this is not as OpenAPI 3\.0 has it/)
  })

  it.each<[string, JsonObject, RegExp]>([
    ['a version of the future', { openapi: '3.3.0' }, /#\/openapi: openapi "3\.3\.0" is no version that is supported/],
    ['a version that is a number', { openapi: 3.1 }, /#\/openapi: openapi 3\.1 is no version .*; write it in quotes/],
    ['a number for its own version', { info: { title: 'a', version: 1 } }, /#\/info\/version: .* must be of type str/],
  ])('are refused in the same words with %s', async (_, parts, message) => {
    await write({ 'a.json': {}, 'root.json': { ...withSchema('3.1', { $ref: 'a.json' }), ...parts } })
    const error = await refusal(loadStrictly(join(directory, 'root.json')))
    expect(error.message).toMatch(message)
  })

  it('are so many at most', async () => {
    const chain = (next: number): JsonObject => ({ items: { $ref: `${next}.json` } })
    await write({ '1.json': chain(2), '2.json': chain(3), '3.json': chain(4), '4.json': {} })
    const value = withSchema('3.1', chain(1))
    const name = join(directory, 'root.json')
    const url = pathToFileURL(name).href
    const filesOf = () =>
      new FileSet({ name, url, base: url, text: bytesOf(value), value }, requireDialect(value, name))
    const limits = { timeoutMs: 20_000, maxBytes: 1_000 }
    const files = filesOf()
    expect(gather(files, await readFiles(files, { ...limits, maxFiles: 4 })).faults).toEqual([])
    const tooMany = filesOf()
    const explain = await readFiles(tooMany, { ...limits, maxFiles: 3 })
    expect(tooMany.all()).toHaveLength(4)
    expect(only(gather(tooMany, explain).faults).error().message).toMatch(
      /3\.json #\/items: .*4\.json, .* refers to 3 other files at most; bundle/,
    )
  })

  it.each(['C:\\x\\b.yaml', 'C:/x/b.yaml', 'c:b.yaml', 'data:text/plain,a', 'urn:a'])(
    'are none at %s',
    async ($ref) => {
      await write({ 'root.json': withSchema('3.1', { $ref }) })
      const error = await refusal(loadStrictly(join(directory, 'root.json')))
      const scheme = $ref.split(':')[0]?.toLowerCase()
      expect(error.message).toMatch(`which cannot be read: ${scheme}: cannot be read; use a path, http: or https:`)
    },
  )

  it.each(['file://other-machine/a.json', '//other-machine/a.json', '\\\\other-machine\\a.json'])(
    'are not read from another machine: %s',
    async ($ref) => {
      await write({ 'root.json': withSchema('3.1', { $ref }) })
      for (const allowRefsOutside of [false, true]) {
        const error = await refusal(loadStrictly(join(directory, 'root.json'), { allowRefsOutside }))
        const sentence = 'cannot be read: it is on another machine, other-machine; copy it here, or refer to it by http'
        expect(error.message).toContain(`leads to file://other-machine/a.json, which ${sentence}`)
      }
    },
  )

  it.each([
    ['file://other-machine/a.json', 'it is on another machine, other-machine'],
    ['\\\\other-machine\\a.json', 'this is a path on another machine (UNC); copy the file here'],
    ['file:///a%2Fb.json', 'write a slash as it is'],
  ])('named by a user neither: %s', async (name, sentence) => {
    expect((await refusal(loadStrictly(name))).message).toContain(sentence)
    expect((await refusal(load(withSchema('3.1', {}), name))).message).toContain(sentence)
  })

  it.runIf(isLinux).each(['/dev/zero', '/proc/self/mem', 'pipe'])(
    'that never end are refused at once: %s',
    async (name) => {
      await write({ 'root.json': withSchema('3.1', { $ref: name }) })
      execFileSync('mkfifo', [join(directory, 'pipe')])
      const error = await refusal(loadStrictly(join(directory, 'root.json'), { allowRefsOutside: true }))
      expect(error.message).toMatch(/, which cannot be read: (?:it is no regular file|\S+: i\/o error)/)
      expect((await refusal(loadStrictly(join(directory, 'pipe')))).message).toContain('it is no regular file')
    },
  )

  it.runIf(isLinux)('that are too large are not read, those without a size neither', async () => {
    await write({ 'a.json': `{"title": "${'x'.repeat(500)}"}`, 'root.json': withSchema('3.1', { $ref: 'a.json' }) })
    const root = join(directory, 'root.json')
    expect((await refusal(loadStrictly(root, { maxBytes: 400 }))).message).toContain('it is larger than')
    await loadStrictly(root, { maxBytes: 514 })
    await write({ 'root.json': withSchema('3.1', { $ref: '/proc/self/status' }) })
    const endless = await refusal(loadStrictly(root, { maxBytes: 300, allowRefsOutside: true }))
    expect(endless.message).toContain('/proc/self/status, which cannot be read: it is larger than')
  })

  const outside = 'it is outside the folder of the document; move it there, or give --allow-refs-outside'

  it.each(['../a.json', '../specs2/a.json', 'link.json', 'folder/a.json', 'ABSOLUTE'])(
    'outside the folder of the document are read only if that is allowed: %s',
    async (name) => {
      const $ref = name === 'ABSOLUTE' ? join(directory, 'a.json') : name
      await write({ 'a.json': {}, 'specs2/a.json': {}, 'specs/root.json': withSchema('3.1', { $ref }) })
      await symlink(join(directory, 'a.json'), join(directory, 'specs/link.json'))
      await symlink(directory, join(directory, 'specs/folder'))
      const root = join(directory, 'specs/root.json')
      expect((await refusal(loadStrictly(root))).message).toContain(outside)
      expect(only((await loadContract(root)).closed ?? []).reason).toContain(outside)
      for (const strict of [false, true])
        expect(await loadContract(root, { strict, allowRefsOutside: true })).not.toHaveProperty('closed')
      const given = { file: root, text: bytesOf(withSchema('3.1', { $ref })) }
      expect((await refusal(loadStrictly(given))).message).toContain(outside)
    },
  )

  it('inside it are read, whatever links lead to it', async () => {
    await write({
      'specs/..a.json': {},
      'specs/b/c.json': {},
      'specs/root.json': withSchema('3.1', {
        properties: { a: { $ref: '..a.json' }, b: { $ref: '../specs/b/c.json' }, c: { $ref: 'link.json' } },
      }),
    })
    await symlink(join(directory, 'specs/b/c.json'), join(directory, 'specs/link.json'))
    await symlink(join(directory, 'specs'), join(directory, 'other'))
    await loadStrictly(join(directory, 'specs/root.json'))
    await loadStrictly(join(directory, 'other/root.json'))
  })

  it('have their schemas checked', async () => {
    await write({ ...FILES, 'thing.json': { properties: { parts: { items: { maxLength: -1 } } } } })
    const error = await refusal(loadStrictly(join(directory, 'api.yaml')))
    expect(error).toMatchObject({ file: join(directory, 'thing.json'), pointer: '/properties/parts/items/maxLength' })
  })
})

describe('the web', () => {
  let server: Server
  let origin = ''
  let requests: string[] = []
  let authorizations: (string | undefined)[] = []
  /** Sees each path that is asked for, and answers when it likes. */
  let onRequest = (_: string, answer: () => void) => answer()
  const answers = new Map<string, { status: number; headers?: Record<string, string>; body: string | undefined }>()

  beforeAll(async () => {
    server = createServer((request, response) => {
      requests.push(request.url ?? '')
      authorizations.push(request.headers.authorization)
      const answer = answers.get(decodeURI(request.url ?? ''))
      onRequest(request.url ?? '', () => {
        if (answer === undefined) response.writeHead(404).end()
        else if (answer.body === undefined) response.flushHeaders()
        else response.writeHead(answer.status, answer.headers).end(answer.body)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (typeof address !== 'object' || address === null) throw new Error('The server has no port')
    origin = `http://127.0.0.1:${address.port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  beforeEach(() => {
    answers.clear()
    requests = []
    authorizations = []
    onRequest = (_, answer) => answer()
  })
  const serve = (path: string, body: JsonObject | string) => answers.set(path, { status: 200, body: bytesOf(body) })
  const redirect = (path: string, location: string) =>
    answers.set(path, { status: 302, headers: { location }, body: '' })

  it('serves an API in several files, each fetched once', async () => {
    for (const [name, file] of Object.entries(FILES)) serve(`/v1/${name}`, file)
    const contract = await loadStrictly(`${origin}/v1/api.yaml`)
    expectParts(contract, (name) => encodeURI(`${origin}/v1/${name}`))
    expect(contract.file).toBe(`${origin}/v1/api.yaml`)
    expect(requests).toEqual(['/v1/api.yaml', '/v1/paths/things.json', '/v1/common%20parts.yaml', '/v1/thing.json'])
  })

  it('is followed from a local document', async () => {
    serve('/a.json', { type: 'string', maxLength: 3 })
    const { responses } = await operationOf(withSchema('3.1', { $ref: `${origin}/a.json` }))
    expect(only(responses).status).toBe('200')
    expect(requests).toEqual(['/a.json'])
  })

  it.each([
    ['a file: URL', pathToFileURL('/etc/hostname').href],
    ['a local path that looks like one', 'file:/etc/hostname'],
    ['a drive', 'C:\\secret.json'],
  ])('never leads to %s', async (_, $ref) => {
    serve('/root.json', withSchema('3.1', { $ref }))
    const error = await refusal(loadStrictly(`${origin}/root.json`))
    expect(error.message).toMatch(/from a document on the web to a file on this machine, which is not read/)
  })

  it('never leads to a local file by way of a local document', async () => {
    serve('/a.json', { $ref: pathToFileURL('/etc/hostname').href })
    const error = await refusal(load(withSchema('3.1', { $ref: `${origin}/a.json` })))
    expect(error.file).toBe(`${origin}/a.json`)
    expect(error.message).toMatch(/is not read/)
  })

  it('takes an absolute path for one of the server', async () => {
    serve('/root.json', withSchema('3.1', { $ref: '/etc/hostname' }))
    serve('/etc/hostname', { type: 'string' })
    await loadStrictly(`${origin}/root.json`)
    expect(requests).toEqual(['/root.json', '/etc/hostname'])
  })

  it('is asked for nothing that stands in data, or in a part that nobody needs', async () => {
    const data = { $ref: '/data.json' }
    serve('/root.json', {
      ...withSchema('3.1', { $ref: 'parts.json#/used', example: data, enum: [data], const: data, default: data }),
      'x-data': data,
    })
    serve('/parts.json', { used: { examples: [data], properties: { $ref: {}, example: {} } }, unused: data })
    await loadStrictly(`${origin}/root.json`)
    expect(requests).toEqual(['/root.json', '/parts.json'])
  })

  it('is asked for what a second reference into a file needs, whichever of its parts came first', async () => {
    const both = [{ $ref: 'a.json#/one' }, { $ref: 'b.json' }]
    serve('/root.json', withSchema('3.1', { properties: { both: { prefixItems: both } } }))
    serve('/a.json', { one: {}, two: { items: { $ref: 'c.json' } }, three: { items: { $ref: 'd.json' } } })
    serve('/b.json', { properties: { two: { $ref: 'a.json#/two' } } })
    serve('/c.json', { $ref: 'a.json#/three' })
    serve('/d.json', { maxLength: -1 })
    const error = await refusal(loadStrictly(`${origin}/root.json`))
    expect(error.file).toBe(`${origin}/d.json`)
    expect(requests.toSorted()).toEqual(['/a.json', '/b.json', '/c.json', '/d.json', '/root.json'])
  })

  it('is read in any order, and still refused for the first fault of the document', async () => {
    serve('/root.json', withSchema('3.1', { prefixItems: ['late.json', 'early.json'].map(refTo) }))
    onRequest = (path, answer) => setTimeout(answer, path === '/late.json' ? 50 : 0)
    const error = await refusal(loadStrictly(`${origin}/root.json`))
    expect(error.pointer).toBe(`${schemaPointer('3.1')}/prefixItems/0`)
    expect(error.message).toMatch(/\$ref "late\.json" leads to http.*\/late\.json, which cannot be read: .* 404$/)
  })

  it('is asked for no more than 16 files at a time', async () => {
    const names = Array.from({ length: 48 }, (_, index) => `${index}.json`)
    const root = { file: `${origin}/root.json`, text: bytesOf(withSchema('3.1', { prefixItems: names.map(refTo) })) }
    for (const name of names) serve(`/${name}`, {})
    const held: (() => void)[] = []
    const together: number[] = []
    onRequest = (_, answer) => {
      if (held.push(answer) !== 16) return
      // Time for a seventeenth to come.
      setTimeout(() => {
        together.push(held.length)
        for (const release of held.splice(0)) release()
      }, 50)
    }
    await loadStrictly(root)
    expect(together).toEqual([16, 16, 16])
  })

  it('resolves references against the file, whatever $id says', async () => {
    serve('/v1/root.json', withSchema('3.1', { $id: `${origin}/elsewhere/`, properties: { a: { $ref: 'a.json' } } }))
    serve('/v1/a.json', {})
    await loadStrictly(`${origin}/v1/root.json`)
    expect(requests).toEqual(['/v1/root.json', '/v1/a.json'])
  })

  it('may redirect a file that is referred to, and its references go on from there', async () => {
    serve('/root.json', withSchema('3.1', { $ref: 'a.json' }))
    redirect('/a.json', '/moved/a.json')
    serve('/moved/a.json', { items: { $ref: 'b.json' } })
    serve('/moved/b.json', {})
    await loadStrictly(`${origin}/root.json`)
    expect(requests).toEqual(['/root.json', '/a.json', '/moved/a.json', '/moved/b.json'])
  })

  it('may redirect, and references go on from there', async () => {
    redirect('/root.json', '/moved/root.json')
    serve('/moved/root.json', withSchema('3.1', { $ref: 'a.json' }))
    serve('/moved/a.json', { type: 'string' })
    expect((await loadStrictly(`${origin}/root.json`)).file).toBe(`${origin}/root.json`)
    expect(requests).toEqual(['/root.json', '/moved/root.json', '/moved/a.json'])
  })

  it.each([
    [5, undefined],
    [6, /redirects more than 5 times/],
  ])('may redirect %i times: %s', async (times, message) => {
    for (let n = 0; n < times; n++) redirect(`/${n}`, `/${n + 1}`)
    serve(`/${times}`, withSchema('3.1', {}))
    if (message) expect((await refusal(loadStrictly(`${origin}/0`))).message).toMatch(message)
    else await loadStrictly(`${origin}/0`)
  })

  it('may not redirect to a file', async () => {
    redirect('/root.json', 'file:///etc/hostname')
    expect((await refusal(loadStrictly(`${origin}/root.json`))).message).toMatch(/redirects to file:, which is not/)
  })

  it('is told a user and a password, which nobody else is', async () => {
    const secret = origin.replace('//', '//user:pa%40ss@')
    serve('/root.json', {
      ...withSchema('3.1', { properties: { a: { $ref: 'a.json' }, b: { $ref: 'b.json' } } }),
      servers: [{ url: '/v1' }],
    })
    serve('/a.json', { type: 'strin' })
    redirect('/b.json', `${origin.replace('127.0.0.1', 'localhost')}/c.json`)
    serve('/c.json', { enum: [] })
    const contract = await loadContract(`${secret}/root.json`)
    const basic = `Basic ${Buffer.from('user:pa@ss').toString('base64')}`
    expect(authorizations).toEqual([basic, basic, basic, undefined])
    expect(contract.servers).toEqual([`${origin}/v1`])
    expect(only(contract.closed ?? []).reason).toContain(`${secret.replace(/user.*@/, '***@')}/a.json:1 #/type: `)
    const strict = await refusal(loadStrictly(`${secret}/root.json`))
    const gone = await refusal(loadStrictly(`${secret}/none.json`))
    const referred = await refusal(load(withSchema('3.1', { $ref: `${secret}/none.json` })))
    const shown = [contract.closed, contract.tolerated, contract.file, contract.files, contract.operations]
    for (const text of [JSON.stringify(shown), strict.message, gone.message, gone.file, referred.message])
      expect(text).not.toMatch(/user|pa(?:%40|@)ss/)
    expect(referred.message).toContain('***@127.0.0.1')
  })

  it('may refuse', async () => {
    expect((await refusal(loadStrictly(`${origin}/none.json`))).message).toMatch(/the server answered 404$/)
  })

  it('may not answer', async () => {
    answers.set('/slow.json', { status: 200, body: undefined })
    const error = await refusal(loadStrictly(`${origin}/slow.json`, { timeoutMs: 300 }))
    expect(error.message).toMatch(/not answered within 0\.3 s/)
  })

  it('may answer too much', async () => {
    const text = bytesOf(withSchema('3.1', {}))
    serve('/root.json', text)
    expect((await refusal(loadStrictly(`${origin}/root.json`, { maxBytes: 100 }))).message).toMatch(/is larger than/)
    await loadStrictly(`${origin}/root.json`, { maxBytes: text.length })
  })
})

import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { steady, verify } from './program.ts'
import { json, serve } from './servers.ts'

const library = (name: string): string => fileURLToPath(new URL(`documents/${name}`, import.meta.url))

describe('another document against the embedded mock', () => {
  it.each(['library-3.0.yaml', 'library-2.0.yaml'])('%s passes', async (name) => {
    const { code, stdout, stderr } = await verify(['--spec', library(name), '--param', 'removeBook.isbn=9780000000002'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    await expect(steady(stdout)).toMatchFileSnapshot(`stored/${name}.txt`)
  })

  it('narrows to some operations', async () => {
    const { code, stdout } = await verify([
      '--spec',
      library('library-3.0.yaml'),
      '--include=write',
      '--exclude=DELETE',
    ])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^addBook /m)
    expect(stdout).not.toMatch(/^(?:removeBook|getBook|findBooks) /m)
  })

  it('array-answer.yaml passes', async () => {
    expect(await verify(['--spec', library('array-answer.yaml')])).toMatchObject({ code: 0, stderr: '' })
  })

  it('any-header.yaml passes: no value is planned that no header can carry', async () => {
    expect(await verify(['--spec', library('any-header.yaml')])).toMatchObject({ code: 0, stderr: '' })
  })
})

it('a server that answers with another shape fails', async () => {
  const { origin } = await serve(json(200, { title: 1 }))
  const { code, stdout } = await verify(['--spec', library('library-3.0.yaml'), '--target', `${origin}/api`])
  expect(code).toBe(1)
  expect(stdout).toContain('response.200 /title type')
})

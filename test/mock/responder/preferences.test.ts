import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ContractError } from '../../../src/contract/model/index.ts'
import { readPreferences } from '../../../src/mock/responder/preferences.ts'

const read = (...values: string[]) =>
  readPreferences(
    values.map((value, index) => [index % 2 === 0 ? 'Prefer' : 'prefer', value]),
    'api.yaml',
  )

describe('Prefer', () => {
  it.each([
    ['code=404', { status: 404 }],
    ['code=404, example=cat', { status: 404, example: 'cat' }],
    ['code = "404" ,\texample = "a \\"cat\\", \\\\ and more"', { status: 404, example: 'a "cat", \\ and more' }],
    ['CODE=404, Example=Cat', { status: 404, example: 'Cat' }],
    ['mode=random, seed=7, turn=3', { mode: 'random', seed: 7, turn: 3 }],
    ['breaks="response.200 /errors/*/node_id maxLength"', { breaks: 'response.200 /errors/*/node_id maxLength' }],
    ['fault=reset, delay=250', { fault: 'reset', delayMs: 250 }],
    ['delay=999999999', { delayMs: 60_000 }],
    ['dynamic=true', { mode: 'random' }],
    ['dynamic=false, code=200', { status: 200 }],
    ['dynamic=true, mode=example', { mode: 'example' }],
    ['mode=example, dynamic=true', { mode: 'example' }],
    ['code=404, code=200', { status: 404 }],
    ['respond-async, wait=10, code=404, handling="strict, code=500"', { status: 404 }],
    ['return=minimal; code=500, code=404; foo="some, code=200"', { status: 404 }],
    [', ,code=404,', { status: 404 }],
    ['example=""', { example: '' }],
    ['example', { example: '' }],
    ['example=__proto__', { example: '__proto__' }],
    ['example=käse', { example: 'käse' }],
  ])('of %s is understood', (text, expected) => expect(read(text)).toEqual(expected))

  it('of several headers is one list', () => {
    expect(read('code=404', 'code=200, example=cat')).toEqual({ status: 404, example: 'cat' })
    expect(readPreferences([['prefers', 'code=404']], 'api.yaml')).toBeUndefined()
  })

  it.each(['', 'respond-async', 'return=minimal', '__proto__=1', 'constructor', 'toString=1', 'x!code=404', '=404'])(
    'of %s asks for nothing here',
    (text) => expect(read(text)).toBeUndefined(),
  )

  it.each([
    'code=abc',
    'code',
    'code=-1',
    'code=4e2',
    'code=9999999999',
    'mode=boundry',
    'fault=crash',
    'turn=1.5',
    'delay=1s',
  ])('of %s is told to mean nothing', (text) => {
    expect(() => read(text)).toThrow(ContractError)
    expect(() => read(text)).toThrow(/^api\.yaml: Prefer: \w+=".*" means nothing to the mock$/)
  })

  it.each([
    '"'.repeat(100_000),
    'a="'.repeat(50_000),
    `code="${'\\"'.repeat(100_000)}`,
    `a${' '.repeat(100_000)}`,
    `${'a=\\'.repeat(30_000)}`,
    ','.repeat(200_000),
  ])('of any length and look is read in no time', (text) => expect(read(text)).toBeUndefined())

  it('of any text is understood, ignored or refused by name', () => {
    const part = fc.constantFrom('code', 'mode', 'example', '=', '"', '\\', ',', ';', ' ', '404', 'random', 'é')
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        try {
          const choice = read(parts.join(''))
          if (choice !== undefined) expect(Object.keys(choice).length).toBeGreaterThan(0)
        } catch (error) {
          expect(error).toBeInstanceOf(ContractError)
        }
      }),
    )
  })
})

import { expect, test } from 'vitest'
import { ContractError } from '../../../src/contract/model/index.ts'
import { OptionError, UsageError } from '../../../src/report/results/index.ts'

const long = 'x'.repeat(100_000)

test('what a document has at length is cut, in the middle', () => {
  const error = new ContractError(`$ref "${long}" leads nowhere; correct it`, {
    file: long,
    pointer: `/${long}`,
    line: 7,
  })
  expect(error.message.length).toBeLessThan(2000)
  expect(error.message).toMatch(
    /^x+…\(99,700 more\)…x+:7 #\/x+…\(99,701 more\)…x+: \$ref "x+….*…x+" leads nowhere; correct it$/,
  )
  // A program that looks for the place needs all of it.
  expect(error.pointer).toBe(`/${long}`)
  expect(new ContractError('a', { file: 'b', pointer: '/c', line: 1 }).message).toBe('b:1 #/c: a')
  expect(new UsageError(`${long} is odd.`).message).toMatch(/^x+….*…x+ is odd\.$/)
  expect(new UsageError('a'.repeat(4000)).message).toHaveLength(4000)
})

test('no message shows a password in a URL', () => {
  const url = 'https://user:pw@host/a'
  const errors = [
    new ContractError(`$ref "${url}" leads nowhere`, { file: url }),
    new UsageError(`${url} is odd.`),
    new OptionError('--target', `${url} is odd.`),
  ]
  expect(errors.map(({ message }) => message)).toEqual([
    'https://***@host/a: $ref "https://***@host/a" leads nowhere',
    'https://***@host/a is odd.',
    '--target https://***@host/a is odd.',
  ])
})

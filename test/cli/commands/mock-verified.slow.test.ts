import { expect, it } from 'vitest'
import { expectKept, mock } from './mock-process.ts'
import { verify } from './program.ts'

it.each([
  ['moderandom', ['--mode', 'random'], []],
  ['modeexample', ['--mode', 'example'], []],
  ['tokenabc', ['--token', 'abc'], ['--token', 'abc']],
])('a mock keeps its contract, as verify sees it: %s', async (name, args, given) => {
  const { origin } = await mock(...args)
  await expectKept(origin, name, given)
})

it.each([
  // Nothing was let in: no request is known to be legal in it.
  ['400', 'inconclusive'],
  ['500', 'fail'],
])('a mock with --status %s is no deployment that keeps its contract: %s', async (status, verdict) => {
  const { origin } = await mock('--status', status)
  const { code } = await verify(['--target', origin])
  expect(code).toBe({ fail: 1, inconclusive: 3 }[verdict])
})

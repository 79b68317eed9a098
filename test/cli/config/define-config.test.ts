import { expect, test } from 'vitest'
import { type Config, defineConfig } from '../../../src/entries/config.ts'

test('a configuration is given back, and its types say what may stand in it', () => {
  const config: Config = { runs: 1, token: { env: 'TOKEN' }, operations: { start: { body: [{ input: {} }] } } }
  expect(defineConfig(config)).toBe(config)
  // @ts-expect-error There is no such option.
  defineConfig({ maxRequest: 1 })
  // @ts-expect-error An operation has no time-out of its own.
  defineConfig({ operations: { start: { timeout: 1 } } })
  // @ts-expect-error Nor are counts texts.
  defineConfig({ runs: '1' })
  // @ts-expect-error A variable that may not be set is named, so that it can be missed by name.
  defineConfig({ token: process.env.TOKEN })
})

import { expect, it } from 'vitest'
import { steady, verify } from './program.ts'

it('tells a person the digest of a plan in the end, if that is too large to be made ahead', async () => {
  const { code, stdout, stderr } = await verify(['--runs', '260'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  // How many were sent so far is said from time to time.
  const untimed = stdout.replace(/^… \d+ requests\n/gm, '')
  await expect(steady(untimed)).toMatchFileSnapshot('stored/pass.large.txt')
})

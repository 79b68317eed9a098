import { describe, expect, it } from 'vitest'
import { run } from './program.ts'

describe('help', () => {
  it.each([
    ['main', ['--help']],
    ['verify', ['verify', '--help']],
    ['plan', ['plan', '--help']],
    ['client', ['client', '--help']],
    ['replay', ['replay', '--help']],
    ['init', ['init', '--help']],
    ['adequacy', ['adequacy', '--help']],
    ['mock', ['mock', '--help']],
    ['main', ['help']],
    ['verify', ['help', 'verify']],
    ['plan', ['help', 'plan']],
    ['main', ['help', '--help']],
  ])('%s of %j', async (name, args) => {
    const { code, stdout, stderr } = await run(args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    await expect(stdout).toMatchFileSnapshot(`stored/help.${name}.txt`)
  })

  it('of what there is not is an error', async () => {
    const { code, stdout, stderr } = await run(['help', 'nonsense'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^Usage: /)
  })

  it('is the answer to no arguments, as an error', async () => {
    const { code, stdout, stderr } = await run([])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    await expect(stderr).toMatchFileSnapshot('stored/help.main.txt')
  })

  it('tells the version', async () => {
    const { code, stdout, stderr } = await run(['--version'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

import { once } from 'node:events'
import { expect } from 'vitest'
import { type Running, start, steady, verify } from './program.ts'

/** A mock in a process of its own, until the test ends. */
export interface Serving extends Running {
  readonly origin: string
  /** What it has printed so far. */
  text(): string
}

export async function mock(...args: string[]): Promise<Serving> {
  const running = await start(['mock', ...args])
  let printed = ''
  running.process.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString()
  })
  while (!printed.includes('\n\n')) {
    if (running.process.exitCode !== null) throw new Error((await running.finished).stderr)
    if (running.process.stdout) await once(running.process.stdout, 'data')
  }
  const [origin = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed) ?? []
  return { ...running, origin, text: () => printed }
}

/** Verifies what listens there, and sets what stays untested against what is stored under a name. */
export async function expectKept(origin: string, name: string, args: readonly string[] = []): Promise<void> {
  const { code, stdout } = await verify(['--target', origin, '--verbose', ...args])
  expect(stdout).toMatch(/^PASS /m)
  expect(code).toBe(0)
  const untested = stdout.slice(stdout.indexOf('\nuntested'))
  await expect(steady(untested)).toMatchFileSnapshot(`stored/mock-verified.${name}.txt`)
}
